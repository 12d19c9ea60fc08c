//! The interpreter's end: the capsule whose destructor sees it.

use std::cell::Cell;
use std::ffi::{CStr, CString};

use pyo3_ffi as ffi;

use super::capsule::capsule;
#[cfg(feature = "pyo3")]
use super::collections;
use crate::gates::{self, ASKING, ATTACHING};
use crate::interpreter::run_python;
use crate::token::Python;
use crate::{attach_count, generation, interpreter};

thread_local! {
    /// The generation that began when this thread ended the last one; 0 for none.
    static ENDED_HERE: Cell<u32> = const { Cell::new(0) };
}

/// Whether another thread may still be finalizing an interpreter. CPython gives the same answer from the
/// beginning of a finalization to the end of the process.
pub(super) fn is_under_way_elsewhere() -> bool {
    // In this order: a finalization sets "finalizing" before it resets "initialized".
    !interpreter::is_initialized()
        && interpreter::is_finalizing()
        && !(generation::has_ended() && ENDED_HERE.get() == generation::current())
}

const WATCH: &CStr = c"gilref.end_of_the_interpreter";

/// Puts a capsule into the interpreter's dictionary, unless it is there. `None` with an exception.
pub(super) fn watch(py: Python<'_>) -> Option<()> {
    // Each copy of gilref in the process has a pool of its own, and so a capsule of its own: known by
    // the address of a static.
    static THIS_COPY: u8 = 0;
    let key = CString::new(format!("gilref.{:p}", &raw const THIS_COPY)).unwrap_or_default();
    // SAFETY: attached.
    let interpreter = unsafe { ffi::PyInterpreterState_Get() };
    // SAFETY: attached, and the interpreter is the current one. A borrowed reference, or null
    // without an exception.
    let dict = run_python(|| unsafe { ffi::PyInterpreterState_GetDict(interpreter) });
    if dict.is_null() {
        // SAFETY: attached.
        run_python(|| unsafe { ffi::PyErr_NoMemory() });
        return None;
    }
    // SAFETY: a dictionary, kept alive by the interpreter, and a C string.
    let known = run_python(|| unsafe { ffi::PyDict_GetItemString(dict, key.as_ptr()) });
    if !known.is_null() {
        return Some(());
    }
    let capsule = capsule(py, WATCH, end)?;
    // SAFETY: as above; takes a reference of its own to the capsule.
    let status =
        run_python(|| unsafe { ffi::PyDict_SetItemString(dict, key.as_ptr(), capsule.as_ptr()) });
    (status == 0).then_some(())
}

/// The capsule's destructor: this interpreter's objects are gone.
unsafe extern "C" fn end(_capsule: *mut ffi::PyObject) {
    generation::WORD.end();
    #[cfg(feature = "pyo3")]
    collections::forget();
    ENDED_HERE.set(generation::current());
    gates::set_exiting_thread(false);
    // Threads that CPython has parked stay parked. The gates open for the next interpreter. Until it is
    // started, a thread that passes the gate gets an error: there is no interpreter.
    ATTACHING.forget_threads();
    attach_count::forget_other_threads();
    ATTACHING.open();
    ASKING.open();
}
