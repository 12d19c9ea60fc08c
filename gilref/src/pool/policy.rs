//! The policy: what becomes of a reference that is dropped on a detached thread.

use std::io::Write;
use std::ptr::NonNull;
use std::{io, process};

use pyo3_ffi as ffi;

use super::hooks::{self, DeferredDrop, Fate};
use super::{drain_thread, nudge};
use crate::deferred::{self, Pushed, WAITING};
use crate::{generation, interpreter};

/// What is done with a reference that could be released later: the choice of the final program.
const POLICY: Fate = match (
    cfg!(gilref_disable_reference_pool),
    cfg!(gilref_leak_on_drop_without_reference_pool),
) {
    (false, _) => Fate::Deferred,
    (true, false) => Fate::Aborted,
    (true, true) => Fate::Leaked,
};

/// Takes over a reference that this thread may not release.
#[cold]
pub(crate) fn drop_detached(object: NonNull<ffi::PyObject>) {
    apply(POLICY, object);
}

/// Takes over a reference that this thread may not release, and that is no mistake to drop here: it is
/// deferred, whatever the policy.
#[cold]
pub(crate) fn defer_detached(object: NonNull<ffi::PyObject>) {
    apply(Fate::Deferred, object);
}

#[inline]
fn apply(policy: Fate, object: NonNull<ffi::PyObject>) {
    // Before asking for the interpreter: an entry that was dropped in one that ends meanwhile must
    // not get the tag of the next.
    let (generation, is_registered) = generation::current_and_registered();
    // The common case asks nothing more. Should the interpreter end meanwhile, then the entry's
    // generation ends with it, and the entry is leaked.
    if matches!(policy, Fate::Deferred) && is_registered && !hooks::is_set() {
        // SAFETY: see `is_mortal`.
        if unsafe { is_mortal(object) } {
            defer(object, generation);
        }
    } else {
        decide(policy, object, generation);
    }
}

/// Whether there is a count to take down. What has none is neither counted nor reported.
///
/// # Safety
///
/// There was an interpreter just now, and the reference that is being dropped keeps the object alive.
/// Should that interpreter end meanwhile, the memory stays: CPython frees no object that is referred to,
/// but for interned strings, whose memory it keeps or gives back to its own allocator.
#[inline]
unsafe fn is_mortal(object: NonNull<ffi::PyObject>) -> bool {
    // SAFETY: alive, by the caller.
    !unsafe { interpreter::is_immortal(object) }
}

#[inline]
fn defer(object: NonNull<ffi::PyObject>, generation: u32) {
    match WAITING.push(object, generation) {
        Pushed::Added => {}
        opened => see_to_a_drain(opened),
    }
}

/// A block was opened: the interpreter loop is asked for a drain, and the drain thread where too much
/// waits.
#[cold]
fn see_to_a_drain(opened: Pushed) {
    nudge::ask();
    match opened {
        Pushed::Opened => drain_thread::block_opened(),
        Pushed::OpenedAfterFull => drain_thread::block_full(),
        // No thread is started where this one's thread-locals are being destroyed: std needs them for it.
        Pushed::OpenedLate | Pushed::Added => {}
    }
}

#[inline(never)]
fn decide(policy: Fate, object: NonNull<ffi::PyObject>, generation: u32) {
    let fate = if interpreter::is_running() {
        // SAFETY: there is an interpreter.
        if !unsafe { is_mortal(object) } {
            return;
        }
        policy
    } else {
        // The object must not be looked into after its interpreter has gone.
        Fate::Leaked
    };
    hooks::call(DeferredDrop::new(object, fate));
    match fate {
        Fate::Deferred => defer(object, generation),
        Fate::Leaked => deferred::count_leaked_drop(),
        Fate::Aborted => abort(),
    }
}

#[cold]
fn abort() -> ! {
    // Not `eprintln`, which panics where there is no stderr.
    let _ = io::stderr().write_all(
        b"gilref: a Python reference was dropped on a thread that is not attached to the interpreter, \
          and this program was built with `--cfg gilref_disable_reference_pool`; aborting.\n\
          Drop it inside `Python::attach`, or find it with `gilref::pool::set_hook`.\n",
    );
    process::abort();
}
