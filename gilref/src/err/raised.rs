//! The exception indicator of this thread, from 3.12 on: one object.

use pyo3_ffi as ffi;

use crate::types::PyAny;
use crate::{Bound, Python};

/// Takes the pending exception, normalised; its traceback is in it.
pub(super) fn take(py: Python<'_>) -> Option<Bound<'_, PyAny>> {
    // SAFETY: attached. A new reference, or null when nothing is pending.
    let value = unsafe { ffi::PyErr_GetRaisedException() };
    // SAFETY: as above.
    unsafe { Bound::from_owned_ptr_or_opt(py, value) }
}

/// Makes `value` the pending exception.
///
/// # Safety
///
/// `value` is an instance of `BaseException`.
pub(super) unsafe fn restore(value: Bound<'_, PyAny>) {
    // SAFETY: attached; the reference is given up, and is one to an exception by the caller's
    // promise.
    unsafe { ffi::PyErr_SetRaisedException(value.into_ptr()) };
}

/// Puts the pending exception aside for as long as this lives.
pub(crate) struct SavedError<'py>(Option<Bound<'py, PyAny>>);

impl<'py> SavedError<'py> {
    pub(crate) fn take(py: Python<'py>) -> Self {
        Self(take(py))
    }
}

impl Drop for SavedError<'_> {
    /// What was raised meanwhile and not handled is replaced.
    fn drop(&mut self) {
        let value = self.0.take().map_or(std::ptr::null_mut(), Bound::into_ptr);
        // SAFETY: attached, by the token's lifetime; the reference is given up, and null clears.
        unsafe { ffi::PyErr_SetRaisedException(value) };
    }
}
