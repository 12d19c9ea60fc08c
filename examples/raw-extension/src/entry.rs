//! Entry points: the functions that CPython calls.

use std::any::Any;
use std::ffi::c_int;
use std::panic::{self, AssertUnwindSafe};
use std::ptr;

use gilref::conversion::IntoPyObject;
use gilref::types::{PyAny, PyTuple};
use gilref::{Borrowed, Bound, PyErr, PyResult, Python};
use pyo3_ffi as ffi;

/// What a C function returns to say that an exception is pending.
pub(crate) trait Failed {
    const FAILED: Self;
}

impl Failed for *mut ffi::PyObject {
    const FAILED: Self = ptr::null_mut();
}

impl Failed for c_int {
    const FAILED: Self = -1;
}

impl Failed for ffi::Py_ssize_t {
    const FAILED: Self = -1;
}

/// Runs the body of a function that CPython calls: with a token, and so that it returns to CPython
/// whatever happens.
///
/// The token lives as long as the call of `body`, because `body` must take a token of any lifetime.
///
/// # Safety
///
/// The thread is attached, as it is wherever CPython calls.
pub(crate) unsafe fn entry<T: Failed>(body: impl for<'py> FnOnce(Python<'py>) -> PyResult<T>) -> T {
    // SAFETY: attached, by the caller's promise, and used for no longer than this call.
    let py = unsafe { Python::assume_attached() };
    // Unwinding through C's frames is an abort. What a panic leaves half done is seen by later
    // calls: here at most a poisoned lock.
    let error = match panic::catch_unwind(AssertUnwindSafe(|| body(py))) {
        Ok(Ok(value)) => return value,
        Ok(Err(error)) => error,
        Err(payload) => PyErr::runtime_error(py, &format!("panicked: {}", words(&*payload))),
    };
    error.restore(py);
    T::FAILED
}

fn words(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("with no words")
}

/// A value as what a C function returns: a new reference.
pub(crate) fn returned<'py>(
    py: Python<'py>,
    value: impl IntoPyObject<'py>,
) -> PyResult<*mut ffi::PyObject> {
    Ok(value.into_pyobject(py)?.into_ptr())
}

/// The arguments of a function with `METH_VARARGS`.
///
/// # Errors
///
/// `TypeError` when there are not `N`.
///
/// # Safety
///
/// `args` is a tuple, kept alive for the length of the call.
pub(crate) unsafe fn arguments<'py, const N: usize>(
    py: Python<'py>,
    args: *mut ffi::PyObject,
) -> PyResult<[Bound<'py, PyAny>; N]> {
    // SAFETY: the caller's promise.
    let args = unsafe { Borrowed::<PyTuple>::from_ptr(py, args) };
    let found = args.len();
    let args: PyResult<Vec<_>> = (0..found).map(|index| args.get_item(index)).collect();
    args?
        .try_into()
        .map_err(|_| PyErr::type_error(py, &format!("expected {N} arguments, got {found}")))
}

/// A definition that CPython reads and never writes.
pub(crate) struct ForC<T>(pub(crate) T);

// SAFETY: immutable, and the pointers in it are to statics.
unsafe impl<T> Sync for ForC<T> {}
