//! Releasing what waits, on an attached thread.

use std::ptr::NonNull;

use pyo3_ffi as ffi;

use super::{stats, store::WAITING};
use crate::generation;
use crate::interpreter::{self, SavedError, park_if_ended};
use crate::token::Python;

/// Releases up to `limit` of the references that wait. Returns how many were released.
///
/// Runs destructors, and so any code. An exception that is pending is pending again afterwards.
#[cold]
pub(crate) fn release_up_to(py: Python<'_>, limit: usize) -> usize {
    // The objects are the main interpreter's.
    if !interpreter::is_main(py) {
        return 0;
    }
    stats::see_high_water();
    let pending = SavedError::take(py);
    // Asked once: the interpreter does not end while this thread is attached. And a thread that
    // detaches in a destructor does not come back from it after the end.
    let current = generation::current();
    let mut leaked = 0;
    let stale = &mut leaked;
    // By value: `current` stays in a register.
    let release = move |object: NonNull<ffi::PyObject>, generation| {
        if generation == current {
            // SAFETY: the entry owned a reference, in this interpreter, and the thread is attached.
            unsafe { ffi::Py_DECREF(object.as_ptr()) };
        } else {
            // Its interpreter is gone, and its memory with it.
            *stale += 1;
        }
    };
    // A thread that CPython ends in a destructor puts back what it has not released, and does not get
    // to drop `pending`.
    let taken = park_if_ended(|| WAITING.drain(limit, release));
    drop(pending);
    let released = taken - leaked;
    stats::count_drain(released, leaked);
    released
}

/// How often [`release_at_exit`] begins again.
const ROUNDS_AT_EXIT: u32 = 1_000;

/// Releases everything, at the interpreter's exit: also what destructors drop detached meanwhile, and
/// what the destructors of that drop in turn. Bounded, so that a destructor which drops one more each
/// time does not keep the process from its end.
pub(crate) fn release_at_exit(py: Python<'_>) {
    for _ in 0..ROUNDS_AT_EXIT {
        if WAITING.is_empty() {
            return;
        }
        release_up_to(py, usize::MAX);
    }
}
