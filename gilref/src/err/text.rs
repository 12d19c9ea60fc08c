//! Texts for messages: the name of an object's type, and the `str()` of an exception.
//!
//! They are parts of a `PyErr`, so that making them must not make another one: an exception is discarded.

use std::ffi::CStr;

use pyo3_ffi as ffi;

use crate::interpreter::run_python;
use crate::types::{PyAny, PyBytes};
use crate::{Bound, Py, Python};

/// The `__name__` of the object's type, or words that say that it has none.
pub(crate) fn type_name(object: &Bound<'_, PyAny>) -> String {
    let kind = object.get_type();
    // SAFETY: attached, by the token in `object`; the type is alive. A new reference, or null with an exception.
    let name =
        run_python(|| unsafe { ffi::PyObject_GetAttrString(kind.as_ptr(), c"__name__".as_ptr()) });
    // SAFETY: as above.
    let name = unsafe { to_rust(object.py(), name, c"strict") };
    name.unwrap_or_else(|| "<unnamed type>".to_owned())
}

/// `str(value)`, or `None` when it raises. Lone surrogates, which a Rust string can't hold, are written as
/// escapes.
pub(super) fn str(value: &Bound<'_, PyAny>) -> Option<String> {
    // SAFETY: attached, by the token in `value`, which is alive. A new reference to a `str`, or null with an
    // exception.
    let text = run_python(|| unsafe { ffi::PyObject_Str(value.as_ptr()) });
    // SAFETY: as above.
    unsafe { to_rust(value.py(), text, c"backslashreplace") }
}

/// The text of a `str`. `None`, and no exception is pending, for null and for an object of another type.
/// `errors` says what becomes of lone surrogates, as for `str.encode`.
///
/// # Safety
///
/// `text` is null with an exception, or a reference that is owned and given up with this call.
unsafe fn to_rust(py: Python<'_>, text: *mut ffi::PyObject, errors: &CStr) -> Option<String> {
    // SAFETY: the caller's promise.
    let text = unsafe { Bound::from_owned_ptr_or_opt(py, text) };
    let bytes = text.and_then(|text| {
        // SAFETY: attached, by the token; `text` is alive. A new reference to a `bytes`, or null with an
        // exception, which is a `TypeError` when `text` is no `str`.
        let bytes = run_python(|| unsafe {
            ffi::PyUnicode_AsEncodedString(text.as_ptr(), c"utf-8".as_ptr(), errors.as_ptr())
        });
        // SAFETY: as above.
        unsafe { Py::<PyBytes>::from_owned_ptr_or_opt(py, bytes) }
    });
    if bytes.is_none() {
        // SAFETY: attached, by the token.
        run_python(|| unsafe { ffi::PyErr_Clear() });
    }
    bytes.map(|bytes| String::from_utf8_lossy(bytes.bind(py).as_bytes()).into_owned())
}
