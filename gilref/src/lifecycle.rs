//! The interpreter's life: its start, its end, and its next one.
//!
//! A process may finalize its interpreter and start another. What the pool holds from the first
//! must then never be touched: its memory is gone. Each entry therefore carries the *generation* in
//! which it was pushed, and a generation ends with its interpreter. The end is seen by a capsule in
//! the interpreter's own dictionary, whose destructor CPython runs when it takes the interpreter
//! apart: that can't be unregistered and can't be missed.
//!
//! What waits in the pool is released before that, in a callback of Python's `atexit`, while
//! destructors can still do all that Python code can do. From that callback on, threads that are
//! not attached stay so.

mod end;
mod exit;
#[cfg(unix)]
mod fork;
mod start;

use std::ffi::CStr;
use std::sync::atomic::{AtomicU32, Ordering};

use pyo3_ffi as ffi;

use crate::gate::{ATTACHING, Inside};
use crate::types::PyAny;
use crate::{AttachError, Bound, PyResult, Python, interpreter};

/// Two bits, and above them the generation, counted up at each end.
static LIFE: AtomicU32 = AtomicU32::new(0);

/// The callback for this interpreter's exit is registered, and was not called.
const REGISTERED: u32 = 1;
/// Some thread is registering it.
const REGISTERING: u32 = 2;
const GENERATION: u32 = 4;

/// The generation that entries of the pool belong to when they are pushed now.
#[inline]
pub(crate) fn generation() -> u32 {
    // Acquire pairs with the release in `end::end`: who sees the next generation sees that the last
    // one has ended.
    LIFE.load(Ordering::Acquire) / GENERATION
}

/// The same, and whether that interpreter's exit is still to come: `true` is certain. One load.
#[inline]
pub(crate) fn generation_before_exit() -> (u32, bool) {
    // Acquire: see `generation`.
    let life = LIFE.load(Ordering::Acquire);
    (life / GENERATION, life & REGISTERED != 0)
}

/// Whether the callback for this interpreter's exit is registered.
#[inline]
fn is_registered() -> bool {
    LIFE.load(Ordering::Relaxed) & REGISTERED != 0
}

/// Whether an interpreter that gilref knew has ended.
pub(crate) fn has_ended() -> bool {
    generation() > 0
}

/// Lets a detached thread ask for the GIL, for as long as it keeps what this returns: until then
/// the interpreter does not end. It must not keep it longer than it takes to get the GIL.
#[inline]
pub(crate) fn enter() -> Result<Inside, AttachError> {
    watch_forks();
    let inside = match ATTACHING.enter() {
        Some(inside) => inside,
        None if exit::is_here() => ATTACHING.enter_closed(),
        None => return Err(AttachError::Finalizing),
    };
    if !is_registered() {
        look_for_an_interpreter()?;
    }
    Ok(inside)
}

/// Sees to it that a forked child knows what it has not: before a thread may enter a gate.
#[inline]
pub(crate) fn watch_forks() {
    #[cfg(unix)]
    fork::watch();
}

/// Where gilref knows of no interpreter whose exit is still to come.
#[cold]
fn look_for_an_interpreter() -> Result<(), AttachError> {
    if !interpreter::is_initialized() {
        let ended = has_ended() || interpreter::is_finalizing();
        return Err(if ended {
            AttachError::Finalizing
        } else {
            AttachError::NotInitialized
        });
    }
    if interpreter::is_finalizing() {
        return Err(AttachError::Finalizing);
    }
    start::wait();
    Ok(())
}

/// Makes sure that the pool is drained at this interpreter's exit. One load when it has been done.
#[inline]
pub(crate) fn ensure_registered(py: Python<'_>) {
    if !is_registered() {
        exit::register(py);
    }
}

/// An object that is there for its destructor.
fn capsule<'py>(
    py: Python<'py>,
    name: &'static CStr,
    destructor: ffi::PyCapsule_Destructor,
) -> PyResult<Bound<'py, PyAny>> {
    // It must point at something.
    let pointer = (&raw const LIFE).cast_mut().cast();
    // SAFETY: attached; the pointer is not null, and the name is static.
    let capsule = unsafe { ffi::PyCapsule_New(pointer, name.as_ptr(), Some(destructor)) };
    // SAFETY: a new reference, or null with an exception.
    unsafe { Bound::from_owned_ptr_or_err(py, capsule) }
}
