//! The exception indicator of this thread, across the change of API in 3.12.

use pyo3_ffi as ffi;

use crate::types::PyAny;
use crate::{Bound, Python};

/// Takes the pending exception, normalised; its traceback is in it.
#[cfg(Py_3_12)]
pub(super) fn take(py: Python<'_>) -> Option<Bound<'_, PyAny>> {
    // SAFETY: attached. A new reference, or null when nothing is pending.
    let value = unsafe { ffi::PyErr_GetRaisedException() };
    // SAFETY: as above.
    unsafe { Bound::from_owned_ptr_or_opt(py, value) }
}

/// Takes the pending exception, normalised; its traceback is in it.
#[cfg(not(Py_3_12))]
pub(super) fn take(py: Python<'_>) -> Option<Bound<'_, PyAny>> {
    let mut parts = Parts::fetch(py);
    if parts.kind.is_null() {
        return None;
    }
    parts.normalize(py);
    // SAFETY: `normalize` leaves a new reference, or null.
    let value = unsafe { Bound::from_owned_ptr_or_opt(py, parts.value) };
    // SAFETY: as above.
    let traceback = unsafe { Bound::from_owned_ptr_or_opt(py, parts.traceback) };
    // SAFETY: a new reference, given up here.
    drop(unsafe { Bound::from_owned_ptr_or_opt(py, parts.kind) });
    let value = value?;
    if let Some(traceback) = traceback {
        // SAFETY: attached; both are alive, and `value` is an exception, because it was normalised.
        unsafe { ffi::PyException_SetTraceback(value.as_ptr(), traceback.as_ptr()) };
    }
    Some(value)
}

/// Makes `value` the pending exception.
#[cfg(Py_3_12)]
pub(super) fn restore(value: Bound<'_, PyAny>) {
    // SAFETY: attached; the reference is given up.
    unsafe { ffi::PyErr_SetRaisedException(value.into_ptr()) };
}

/// Makes `value` the pending exception.
#[cfg(not(Py_3_12))]
pub(super) fn restore(value: Bound<'_, PyAny>) {
    // SAFETY: attached, and `value` is an exception.
    let traceback = unsafe { ffi::PyException_GetTraceback(value.as_ptr()) };
    let kind = value.get_type().into_ptr();
    // SAFETY: attached; all three references are given up.
    unsafe { ffi::PyErr_Restore(kind, value.into_ptr(), traceback) };
}

/// Puts the pending exception aside for as long as this lives, as it is: not even normalised.
pub(crate) struct SavedError {
    #[cfg(Py_3_12)]
    value: *mut ffi::PyObject,
    #[cfg(not(Py_3_12))]
    parts: Parts,
}

impl SavedError {
    #[cfg(Py_3_12)]
    pub(crate) fn take(_py: Python<'_>) -> Self {
        Self {
            // SAFETY: attached. A new reference, or null when nothing is pending.
            value: unsafe { ffi::PyErr_GetRaisedException() },
        }
    }

    #[cfg(not(Py_3_12))]
    pub(crate) fn take(py: Python<'_>) -> Self {
        Self {
            parts: Parts::fetch(py),
        }
    }
}

impl Drop for SavedError {
    /// What was raised meanwhile and not handled is replaced.
    fn drop(&mut self) {
        // SAFETY: made and dropped in one function, by an attached thread; the reference, if any,
        // is given up.
        #[cfg(Py_3_12)]
        unsafe {
            ffi::PyErr_SetRaisedException(self.value);
        }
        #[cfg(not(Py_3_12))]
        let Parts {
            kind,
            value,
            traceback,
        } = self.parts;
        // SAFETY: as above, for three.
        #[cfg(not(Py_3_12))]
        unsafe {
            ffi::PyErr_Restore(kind, value, traceback);
        }
    }
}

/// How an exception is pending up to 3.11. Owned references, or null.
#[cfg(not(Py_3_12))]
struct Parts {
    kind: *mut ffi::PyObject,
    value: *mut ffi::PyObject,
    traceback: *mut ffi::PyObject,
}

#[cfg(not(Py_3_12))]
impl Parts {
    fn fetch(_py: Python<'_>) -> Self {
        let null = std::ptr::null_mut();
        let mut parts = Self {
            kind: null,
            value: null,
            traceback: null,
        };
        let (kind, value) = (&raw mut parts.kind, &raw mut parts.value);
        // SAFETY: attached; the pointers may be written to, and are all null when nothing is
        // pending.
        unsafe { ffi::PyErr_Fetch(kind, value, &raw mut parts.traceback) };
        parts
    }

    fn normalize(&mut self, _py: Python<'_>) {
        let (kind, value) = (&raw mut self.kind, &raw mut self.value);
        // SAFETY: attached; the references are replaced by new ones.
        unsafe { ffi::PyErr_NormalizeException(kind, value, &raw mut self.traceback) };
    }
}
