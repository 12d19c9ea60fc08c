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

/// Takes over a reference that this thread may not release, where the drop is not a mistake (the reference
/// in a `PyErr`): it is deferred, whatever the policy.
#[cold]
pub(crate) fn defer_detached(object: NonNull<ffi::PyObject>) {
    apply(Fate::Deferred, object);
}

#[inline]
fn apply(policy: Fate, object: NonNull<ffi::PyObject>) {
    // The claim is asked for first: in a library the access to a thread-local is a call, over which all that
    // is known before it has to be saved.
    WAITING.with_claimed(|claimed| {
        // The generation is read before the interpreter is asked for. If the interpreter ends in between,
        // the entry must not get the generation of the next one.
        let (generation, is_registered) = generation::current_and_registered();
        // The common case asks nothing more. Should the interpreter end meanwhile, then the entry's
        // generation ends with it, and the entry is leaked.
        if !(matches!(policy, Fate::Deferred) && is_registered && !hooks::is_set()) {
            return decide(policy, object, generation);
        }
        // SAFETY: see `is_mortal`.
        if unsafe { is_mortal(object) }
            && !claimed.is_some_and(|claimed| claimed.push_to_open(object, generation))
        {
            defer(object, generation);
        }
    });
}

/// Whether the object is mortal. The drop of an immortal object is neither counted in the statistics nor
/// reported to the hook.
///
/// # Safety
///
/// There was an interpreter just now, and the reference that is being dropped keeps the object alive.
/// Should that interpreter end meanwhile, CPython frees no object to which a reference is left, but for
/// interned strings, whose memory it may give back to its own allocator. That is a known hole:
/// `docs/soundness.md`.
#[inline]
unsafe fn is_mortal(object: NonNull<ffi::PyObject>) -> bool {
    // SAFETY: alive, by the caller.
    !unsafe { interpreter::is_immortal(object) }
}

/// Puts the reference into the pool. Where that opens a block, the interpreter loop is asked for a drain, and
/// the drain thread where too much waits.
#[inline(never)]
fn defer(object: NonNull<ffi::PyObject>, generation: u32) {
    let pushed = WAITING.push(object, generation);
    if let Pushed::Added = pushed {
        return;
    }
    nudge::ask();
    match pushed {
        Pushed::Opened => drain_thread::block_opened(),
        Pushed::OpenedAfterFull => drain_thread::block_full(),
        // This thread's thread-locals are being destroyed. On systems other than Unix, std starts the drain
        // thread, and may use them. On Unix none is needed; but one rule for both is enough, since the next
        // thread that fills a block starts it.
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
