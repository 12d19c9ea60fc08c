//! Plain values: `bool`, `f64`, text, bytes and `Option`.

use pyo3_ffi as ffi;

use super::{FromPyObject, IntoPyObject};
use crate::interpreter::run_python;
use crate::types::{PyAny, PyBool, PyBytes, PyFloat, PyString};
use crate::{Borrowed, Bound, PyErr, PyResult, Python};

impl<'py> IntoPyObject<'py> for bool {
    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(PyBool::new(py, self).into_any())
    }
}

/// From `True` and `False` only. For Python's `bool(object)` there is [`is_truthy`](Bound::is_truthy).
impl<'py> FromPyObject<'_, 'py> for bool {
    #[inline]
    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Ok(object.cast::<PyBool>()?.is_true())
    }
}

impl<'py> IntoPyObject<'py> for f64 {
    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(PyFloat::new(py, self).into_any())
    }
}

/// From any object that has `__float__` or `__index__`.
impl<'py> FromPyObject<'_, 'py> for f64 {
    #[inline]
    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        // SAFETY: attached, by the token in `object`, which is alive.
        let value = run_python(|| unsafe { ffi::PyFloat_AsDouble(object.as_ptr()) });
        #[allow(
            clippy::float_cmp,
            reason = "exactly this value stands for an exception"
        )]
        if value == -1.0 {
            if let Some(error) = PyErr::take(object.py()) {
                return Err(error);
            }
        }
        Ok(value)
    }
}

impl<'py> IntoPyObject<'py> for &str {
    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(PyString::new(py, self).into_any())
    }
}

impl<'py> IntoPyObject<'py> for String {
    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.as_str().into_pyobject(py)
    }
}

impl<'py> IntoPyObject<'py> for &String {
    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.as_str().into_pyobject(py)
    }
}

impl<'py> FromPyObject<'_, 'py> for String {
    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        object.cast::<PyString>()?.to_rust()
    }
}

/// Not with the feature `abi3-py39`: Python 3.9's limited API has no function that lends the text.
#[cfg(any(Py_3_10, not(Py_LIMITED_API)))]
impl<'a, 'py> FromPyObject<'a, 'py> for &'a str {
    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let text = object.cast::<PyString>()?.to_str()?;
        // SAFETY: the object owns the text and is kept alive for `'a`, longer than the local
        // `object` is borrowed.
        Ok(unsafe { &*std::ptr::from_ref(text) })
    }
}

impl<'py> IntoPyObject<'py> for &[u8] {
    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(PyBytes::new(py, self).into_any())
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for &'a [u8] {
    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let bytes = object.cast::<PyBytes>()?.as_bytes();
        // SAFETY: the object owns the bytes and is kept alive for `'a`, longer than the local
        // `object` is borrowed.
        Ok(unsafe { &*std::ptr::from_ref(bytes) })
    }
}

/// `None` becomes Python's `None`.
impl<'py, T: IntoPyObject<'py>> IntoPyObject<'py> for Option<T> {
    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match self {
            Some(value) => value.into_pyobject(py),
            None => Ok(py.none()),
        }
    }
}

impl<'a, 'py, T: FromPyObject<'a, 'py>> FromPyObject<'a, 'py> for Option<T> {
    #[inline]
    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if object.is_none() {
            Ok(None)
        } else {
            T::extract(object).map(Some)
        }
    }
}
