//! Whether gilref works in the interpreter that this thread is attached to: it does in the main one only.

use std::ffi::CStr;
use std::ptr;
use std::sync::atomic::{AtomicBool, Ordering};

use pyo3_ffi as ffi;

use super::exception::SavedError;
use super::parked::run_python;
use super::state::is_main;
use crate::token::Python;

/// What is said where a sub-interpreter is refused.
pub(crate) const IN_SUB_INTERPRETER: &CStr =
    c"gilref does not support sub-interpreters: use it in the main interpreter only";

/// Asked where something would be done that goes wrong in a sub-interpreter. There Python prints an
/// exception that says so, once in a process: nobody is there who could raise it, for the module has
/// been imported long since.
pub(crate) fn is_supported(py: Python<'_>) -> bool {
    static REPORTED: AtomicBool = AtomicBool::new(false);

    let is_supported = is_main(py);
    if !is_supported && !REPORTED.swap(true, Ordering::Relaxed) {
        report(py);
    }
    is_supported
}

#[cold]
fn report(py: Python<'_>) {
    let _pending = SavedError::take(py);
    // SAFETY: a static that is set while the interpreter lives.
    let kind = unsafe { ffi::PyExc_ImportError };
    // SAFETY: attached; an exception type, and a C string.
    run_python(|| unsafe { ffi::PyErr_SetString(kind, IN_SUB_INTERPRETER.as_ptr()) });
    // SAFETY: attached, and an exception is pending; the pointer may be null.
    run_python(|| unsafe { ffi::PyErr_WriteUnraisable(ptr::null_mut()) });
}
