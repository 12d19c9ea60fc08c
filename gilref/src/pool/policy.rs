//! The policy: what becomes of a reference that is dropped on a detached thread.

use std::io::Write;
use std::ptr::NonNull;
use std::{io, process};

use pyo3_ffi as ffi;

use super::drain::ask_main_thread;
use super::hooks::{self, DeferredDrop, Fate};
use crate::deferred::{self, WAITING};
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
    // Before asking for the interpreter: an entry that was dropped in one that ends meanwhile must
    // not get the tag of the next.
    let (generation, is_registered) = generation::current_and_registered();
    // The common case asks nothing more. Should the interpreter end meanwhile, then the entry's
    // generation ends with it, and the entry is leaked.
    if matches!(POLICY, Fate::Deferred) && is_registered && !hooks::is_set() {
        defer(object, generation);
    } else {
        decide(object, generation);
    }
}

#[inline]
fn defer(object: NonNull<ffi::PyObject>, generation: u32) {
    if WAITING.push(object, generation) {
        ask_main_thread();
    }
}

#[inline(never)]
fn decide(object: NonNull<ffi::PyObject>, generation: u32) {
    let fate = if interpreter::is_running() {
        POLICY
    } else {
        Fate::Leaked
    };
    // Nothing would be released, now or later. Checked only here: the object must not be looked into
    // after its interpreter has gone.
    if fate == Fate::Aborted && is_immortal(object) {
        return;
    }
    hooks::call(DeferredDrop::new(object, fate));
    match fate {
        Fate::Deferred => defer(object, generation),
        Fate::Leaked => deferred::count_leaked_drop(),
        Fate::Aborted => abort(),
    }
}

fn is_immortal(object: NonNull<ffi::PyObject>) -> bool {
    // SAFETY: the interpreter is initialized, and the reference that is being dropped keeps the
    // object alive.
    unsafe { interpreter::is_immortal(object) }
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
