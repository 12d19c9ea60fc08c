//! The end of an interpreter.

use std::cell::Cell;
use std::ffi::{CStr, CString};
use std::sync::atomic::Ordering;

use pyo3_ffi as ffi;

use super::{GENERATION, LIFE, REGISTERED, REGISTERING, capsule, exit, generation, has_ended};
use crate::gate::{ASKING, ATTACHING};
use crate::{PyErr, PyResult, Python, gate, interpreter, pool};

thread_local! {
    /// The generation that began when this thread ended the last one; 0 for none.
    static ENDED_HERE: Cell<u32> = const { Cell::new(0) };
}

/// Whether there is an interpreter that may still be on its way out, on another thread. CPython
/// answers the same from the beginning of a finalization to the end of the process.
pub(super) fn is_under_way_elsewhere() -> bool {
    // In this order: a finalization sets the one before it resets the other.
    !interpreter::is_initialized()
        && interpreter::is_finalizing()
        && !(has_ended() && ENDED_HERE.get() == generation())
}

const WATCH: &CStr = c"gilref.end_of_the_interpreter";

/// Puts a capsule into the interpreter's dictionary, unless it is there.
pub(super) fn watch(py: Python<'_>) -> PyResult<()> {
    // Each copy of gilref in the process has a pool of its own, and so a capsule of its own.
    let key = CString::new(format!("gilref.{:p}", &raw const LIFE)).unwrap_or_default();
    // SAFETY: attached.
    let interpreter = unsafe { ffi::PyInterpreterState_Get() };
    // SAFETY: attached, and the interpreter is the current one. A borrowed reference, or null
    // without an exception.
    let dict = unsafe { ffi::PyInterpreterState_GetDict(interpreter) };
    if dict.is_null() {
        return Err(PyErr::fetch(py));
    }
    // SAFETY: a dictionary, kept alive by the interpreter, and a C string.
    if !unsafe { ffi::PyDict_GetItemString(dict, key.as_ptr()) }.is_null() {
        return Ok(());
    }
    let capsule = capsule(py, WATCH, end)?;
    // SAFETY: as above; takes a reference of its own to the capsule.
    match unsafe { ffi::PyDict_SetItemString(dict, key.as_ptr(), capsule.as_ptr()) } {
        0 => Ok(()),
        _ => Err(PyErr::fetch(py)),
    }
}

/// The capsule's destructor: this interpreter's objects are gone.
unsafe extern "C" fn end(_capsule: *mut ffi::PyObject) {
    let next = |life: u32| Some((life & !(REGISTERED | REGISTERING)).wrapping_add(GENERATION));
    // Release: see `generation`.
    let _ = LIFE.fetch_update(Ordering::Release, Ordering::Relaxed, next);
    ENDED_HERE.set(generation());
    exit::forget();
    pool::forget_nudge();
    // Threads that CPython has parked stay so. For the next interpreter; until then there is none,
    // and nobody gets through.
    ATTACHING.forget_threads();
    gate::forget_attached();
    ATTACHING.open();
    ASKING.open();
}
