//! The exception indicator of this thread, up to 3.11: three objects, which need not be normalised.

use std::marker::PhantomData;
use std::ptr;

use pyo3_ffi as ffi;

use super::owned::Owned;
use super::parked::run_python;
use crate::token::Python;

/// Takes the pending exception, normalised; its traceback is in it.
pub(crate) fn take(py: Python<'_>) -> Option<Owned<'_>> {
    let mut parts = Parts::fetch(py);
    if parts.kind.is_null() {
        return None;
    }
    parts.normalize(py);
    // SAFETY: `normalize` leaves new references, or null.
    drop(unsafe { Owned::from_ptr(py, parts.kind) });
    // SAFETY: as above.
    let traceback = unsafe { Owned::from_ptr(py, parts.traceback) };
    // SAFETY: as above.
    let value = unsafe { Owned::from_ptr(py, parts.value) }?;
    if let Some(traceback) = traceback {
        // SAFETY: attached; both are alive, and `value` is an exception, for it was normalised.
        run_python(|| unsafe { ffi::PyException_SetTraceback(value.as_ptr(), traceback.as_ptr()) });
    }
    Some(value)
}

/// Makes `exception` the pending exception.
///
/// # Safety
///
/// It is an instance of `BaseException`.
pub(crate) unsafe fn restore(exception: Owned<'_>) {
    let value = exception.into_ptr();
    // SAFETY: attached, and `value` is an exception. A new reference, or null.
    let traceback = unsafe { ffi::PyException_GetTraceback(value) };
    // SAFETY: attached and alive. A borrowed reference, which `value` keeps alive.
    let kind = unsafe { ffi::PyExceptionInstance_Class(value) };
    // SAFETY: attached and alive.
    unsafe { ffi::Py_INCREF(kind) };
    // SAFETY: attached; all three references are given up.
    run_python(|| unsafe { ffi::PyErr_Restore(kind, value, traceback) });
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
        run_python(|| unsafe { ffi::PyErr_Restore(kind, value, traceback) });
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
        run_python(|| unsafe {
            ffi::PyErr_NormalizeException(kind, value, &raw mut self.traceback);
        });
    }
}
