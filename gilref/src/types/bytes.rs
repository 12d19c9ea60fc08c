//! `bytes`: makes and reads byte strings.

use pyo3_ffi as ffi;

use super::{PyBytes, builtin_type, position, size};
use crate::{Bound, GilToken, Py};

builtin_type! {
    PyBytes, "bytes", ffi::PyBytes_Check, ffi::PyBytes_CheckExact
}

impl PyBytes {
    /// A copy of the bytes.
    ///
    /// # Panics
    ///
    /// When Python is out of memory.
    pub fn new<'py>(py: impl GilToken<'py>, bytes: &[u8]) -> Bound<'py, Self> {
        let py = py.python();
        // SAFETY: pointer and length are of a slice. A new reference to a `bytes`, or null
        // with an exception.
        let object =
            unsafe { ffi::PyBytes_FromStringAndSize(bytes.as_ptr().cast(), position(bytes.len())) };
        // SAFETY: as above; null is out of memory only.
        unsafe { Py::from_owned_ptr(py, object) }.into_bound(py)
    }
}

impl Bound<'_, PyBytes> {
    /// The bytes, lent by the object.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        // SAFETY: attached, by the token in `self`, which is a `bytes` object: neither call fails.
        let start = unsafe { ffi::PyBytes_AsString(self.as_ptr()) };
        // SAFETY: as above.
        let length = size(unsafe { ffi::PyBytes_Size(self.as_ptr()) }).unwrap_or(0);
        // SAFETY: the object owns that many bytes for as long as it lives, and never changes them.
        unsafe { std::slice::from_raw_parts(start.cast(), length) }
    }
}
