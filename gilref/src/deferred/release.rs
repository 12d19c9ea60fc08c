//! Release: takes deferred references out of the store and releases them, on an attached thread.

use std::ptr::NonNull;

use pyo3_ffi as ffi;

use super::{stats, store::WAITING};
use crate::generation;
use crate::interpreter::{self, Decrement, SavedError, park_if_ended};
use crate::token::Python;

/// Releases up to `limit` of the references that wait. Returns how many were released.
///
/// Runs destructors, and so any code. An exception that is pending is pending again afterwards.
#[cold]
pub(crate) fn release_up_to(py: Python<'_>, limit: usize) -> usize {
    // The objects are the main interpreter's.
    if !interpreter::is_supported(py) {
        return 0;
    }
    stats::see_high_water();
    let pending = SavedError::take(py);
    // Asked once: the interpreter does not end while this thread is attached. And if the
    // interpreter ends while a thread is detached in a destructor, that thread is not attached
    // again and does not return here.
    let current = generation::current();
    let decrement = Decrement::that_may_unwind();
    let mut leaked = 0;
    let stale = &mut leaked;
    // By value: `current` stays in a register.
    let release = move |object: NonNull<ffi::PyObject>, generation| {
        if generation == current {
            // SAFETY: the entry owned a reference, in this interpreter, and the thread is attached.
            unsafe { decrement.run(object.as_ptr()) };
        } else {
            // Its interpreter is gone, and its memory with it.
            *stale += 1;
        }
    };
    // If CPython ends the thread in a destructor, the rest is put back, and the thread is parked
    // before `pending` is dropped.
    let taken = park_if_ended(|| WAITING.drain(limit, release));
    drop(pending);
    let released = taken - leaked;
    stats::count_drain(released, leaked);
    released
}

/// How often [`release_at_exit`] begins again.
const ROUNDS_AT_EXIT: u32 = 1_000;

/// Releases everything, at the interpreter's exit: also references that are dropped detached by the
/// destructors that run here, and by the destructors of those. Bounded: otherwise a destructor that drops
/// one more reference each time could prevent the process from ending.
pub(crate) fn release_at_exit(py: Python<'_>) {
    for _ in 0..ROUNDS_AT_EXIT {
        if WAITING.is_empty() {
            return;
        }
        release_up_to(py, usize::MAX);
    }
}
