//! The exception indicator of this thread, up to 3.11: three objects, which need not be normalised.

use std::marker::PhantomData;
use std::ptr;

use pyo3_ffi as ffi;

use crate::types::PyAny;
use crate::{Bound, Python};

/// Takes the pending exception, normalised; its traceback is in it.
pub(super) fn take(py: Python<'_>) -> Option<Bound<'_, PyAny>> {
    let mut parts = Parts::fetch(py);
    if parts.kind.is_null() {
        return None;
    }
    parts.normalize(py);
    // SAFETY: `normalize` leaves new references, or null.
    drop(unsafe { Bound::from_owned_ptr_or_opt(py, parts.kind) });
    // SAFETY: as above.
    let traceback = unsafe { Bound::from_owned_ptr_or_opt(py, parts.traceback) };
    // SAFETY: as above.
    let value = unsafe { Bound::from_owned_ptr_or_opt(py, parts.value) }?;
    if let Some(traceback) = traceback {
        // SAFETY: attached; both are alive, and `value` is an exception, for it was normalised.
        unsafe { ffi::PyException_SetTraceback(value.as_ptr(), traceback.as_ptr()) };
    }
    Some(value)
}

/// Makes `value` the pending exception.
///
/// # Safety
///
/// `value` is an instance of `BaseException`.
pub(super) unsafe fn restore(value: Bound<'_, PyAny>) {
    // SAFETY: attached, and `value` is an exception by the caller's promise. A new reference, or
    // null.
    let traceback = unsafe { ffi::PyException_GetTraceback(value.as_ptr()) };
    let kind = value.get_type().into_ptr();
    // SAFETY: attached; all three references are given up.
    unsafe { ffi::PyErr_Restore(kind, value.into_ptr(), traceback) };
}

/// Puts the pending exception aside for as long as this lives, as it is: not even normalised.
pub(crate) struct SavedError<'py> {
    parts: Parts,
    attached: PhantomData<Python<'py>>,
}

impl<'py> SavedError<'py> {
    pub(crate) fn take(py: Python<'py>) -> Self {
        let (parts, attached) = (Parts::fetch(py), PhantomData);
        Self { parts, attached }
    }
}

impl Drop for SavedError<'_> {
    /// What was raised meanwhile and not handled is replaced.
    fn drop(&mut self) {
        let Parts {
            kind,
            value,
            traceback,
        } = self.parts;
        // SAFETY: attached, by the token's lifetime; the references are given up, and null clears.
        unsafe { ffi::PyErr_Restore(kind, value, traceback) };
    }
}

/// Owned references, or null.
struct Parts {
    kind: *mut ffi::PyObject,
    value: *mut ffi::PyObject,
    traceback: *mut ffi::PyObject,
}

impl Parts {
    fn fetch(_py: Python<'_>) -> Self {
        let (mut kind, mut value, mut traceback) =
            (ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
        // SAFETY: attached; the pointers may be written to, and are all null when nothing is
        // pending.
        unsafe { ffi::PyErr_Fetch(&raw mut kind, &raw mut value, &raw mut traceback) };
        Self {
            kind,
            value,
            traceback,
        }
    }

    fn normalize(&mut self, _py: Python<'_>) {
        let (kind, value) = (&raw mut self.kind, &raw mut self.value);
        // SAFETY: attached; the references are replaced by new ones.
        unsafe { ffi::PyErr_NormalizeException(kind, value, &raw mut self.traceback) };
    }
}
