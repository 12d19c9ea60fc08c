//! The exception indicator of this thread, from 3.12 on: one object.

use std::ptr;

use pyo3_ffi as ffi;

use super::owned::Owned;
use super::parked::run_python;
use crate::token::Python;

/// Takes the pending exception, normalised; its traceback is in it.
pub(crate) fn take(py: Python<'_>) -> Option<Owned<'_>> {
    // SAFETY: attached. A new reference, or null when nothing is pending.
    let value = unsafe { ffi::PyErr_GetRaisedException() };
    // SAFETY: as above.
    unsafe { Owned::from_ptr(py, value) }
}

/// Makes `exception` the pending exception.
///
/// # Safety
///
/// It is an instance of `BaseException`.
pub(crate) unsafe fn restore(exception: Owned<'_>) {
    let exception = exception.into_ptr();
    // SAFETY: attached, by the lifetime of the reference, which is given up.
    run_python(|| unsafe { ffi::PyErr_SetRaisedException(exception) });
}

/// Puts the pending exception aside for as long as this lives.
pub(crate) struct SavedError<'py>(Option<Owned<'py>>);

impl<'py> SavedError<'py> {
    pub(crate) fn take(py: Python<'py>) -> Self {
        Self(take(py))
    }
}

impl Drop for SavedError<'_> {
    /// What was raised meanwhile and not handled is replaced.
    fn drop(&mut self) {
        let value = self.0.take().map_or(ptr::null_mut(), Owned::into_ptr);
        // SAFETY: attached, by the token's lifetime; the reference is given up, and null clears.
        run_python(|| unsafe { ffi::PyErr_SetRaisedException(value) });
    }
}
