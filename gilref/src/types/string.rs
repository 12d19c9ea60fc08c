//! `str`: text, borrowed or copied.

use std::borrow::Cow;

use pyo3_ffi as ffi;

use super::{PyBytes, PyString, builtin_type, position};
use crate::interpreter::run_python;
use crate::{Bound, GilToken, Py, PyResult};

builtin_type! {
    PyString, "str", ffi::PyUnicode_Check, ffi::PyUnicode_CheckExact
}

impl PyString {
    /// A new string.
    ///
    /// # Panics
    ///
    /// When Python is out of memory.
    pub fn new<'py>(py: impl GilToken<'py>, text: &str) -> Bound<'py, Self> {
        let py = py.python();
        // SAFETY: the pointer and length are of UTF-8 text. A new reference to a `str`, or null with
        // an exception.
        let object =
            unsafe { ffi::PyUnicode_FromStringAndSize(text.as_ptr().cast(), position(text.len())) };
        // SAFETY: as above; null is out of memory only.
        unsafe { Py::from_owned_ptr(py, object) }.into_bound(py)
    }
}

impl Bound<'_, PyString> {
    /// The text, borrowed where Python can lend it.
    ///
    /// # Errors
    ///
    /// `UnicodeEncodeError` when the string has a lone surrogate, which is no text in Rust.
    pub fn to_cow(&self) -> PyResult<Cow<'_, str>> {
        #[cfg(any(Py_3_10, not(Py_LIMITED_API)))]
        return self.to_str().map(Cow::Borrowed);
        #[cfg(not(any(Py_3_10, not(Py_LIMITED_API))))]
        self.to_rust().map(Cow::Owned)
    }

    /// The text, lent by the object.
    ///
    /// Not with `abi3-py39`, whose functions can't lend it.
    ///
    /// # Errors
    ///
    /// `UnicodeEncodeError` when the string has a lone surrogate, which is no text in Rust.
    #[cfg(any(Py_3_10, not(Py_LIMITED_API)))]
    pub fn to_str(&self) -> PyResult<&str> {
        let mut length = 0;
        // SAFETY: attached, by the token in `self`, which is a string. The object keeps the text
        // for its own lifetime.
        let text =
            run_python(|| unsafe { ffi::PyUnicode_AsUTF8AndSize(self.as_ptr(), &raw mut length) });
        let (false, Some(length)) = (text.is_null(), super::size(length)) else {
            return Err(crate::PyErr::fetch(self.py()));
        };
        // SAFETY: `length` bytes, which live as long as the object and never change.
        let bytes = unsafe { std::slice::from_raw_parts(text.cast(), length) };
        // SAFETY: CPython encodes as UTF-8, or fails.
        Ok(unsafe { std::str::from_utf8_unchecked(bytes) })
    }

    /// The text, copied.
    ///
    /// # Errors
    ///
    /// `UnicodeEncodeError` when the string has a lone surrogate, which is no text in Rust.
    pub fn to_rust(&self) -> PyResult<String> {
        // SAFETY: attached, by the token in `self`, which is a string. A new reference to a `bytes`,
        // or null with an exception.
        let bytes = run_python(|| unsafe { ffi::PyUnicode_AsUTF8String(self.as_ptr()) });
        // SAFETY: as above.
        let bytes: Py<PyBytes> = unsafe { Py::from_owned_ptr_or_err(self.py(), bytes) }?;
        let bytes = bytes.into_bound(self.py());
        // SAFETY: CPython encodes as UTF-8, or fails.
        Ok(unsafe { String::from_utf8_unchecked(bytes.as_bytes().to_vec()) })
    }
}
