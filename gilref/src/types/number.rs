//! Numbers: `bool`, `int` and `float`.

use pyo3_ffi as ffi;

use super::{PyBool, PyFloat, PyInt, builtin_type};
use crate::conversion::IntoPyObject;
use crate::{Bound, GilToken, Py, PyResult};

builtin_type! {
    PyBool, "bool", ffi::PyBool_Check, ffi::PyBool_Check
}

builtin_type! {
    PyInt, "int", ffi::PyLong_Check, ffi::PyLong_CheckExact
}

builtin_type! {
    PyFloat, "float", ffi::PyFloat_Check, ffi::PyFloat_CheckExact
}

impl PyBool {
    /// `True` or `False`.
    pub fn new<'py>(py: impl GilToken<'py>, value: bool) -> Bound<'py, Self> {
        let py = py.python();
        // SAFETY: attached, by the token. A new reference to `True` or `False`.
        let object = unsafe { ffi::PyBool_FromLong(value.into()) };
        // SAFETY: as above.
        unsafe { Py::from_owned_ptr(py, object) }.into_bound(py)
    }
}

impl Bound<'_, PyBool> {
    /// Whether it is `True`.
    #[must_use]
    pub fn is_true(&self) -> bool {
        // SAFETY: the address of a static object.
        self.as_ptr() == unsafe { ffi::Py_True() }
    }
}

impl PyInt {
    /// An integer of any of Rust's types.
    ///
    /// # Errors
    ///
    /// `TypeError` when the value is none, or `MemoryError`.
    pub fn new<'py>(
        py: impl GilToken<'py>,
        value: impl IntoPyObject<'py>,
    ) -> PyResult<Bound<'py, Self>> {
        Ok(value.into_pyobject(py.python())?.cast_into()?)
    }
}

impl PyFloat {
    /// A new `float`.
    ///
    /// # Panics
    ///
    /// When Python is out of memory.
    pub fn new<'py>(py: impl GilToken<'py>, value: f64) -> Bound<'py, Self> {
        let py = py.python();
        // SAFETY: attached, by the token. A new reference to a `float`, or null with an exception.
        let object = unsafe { ffi::PyFloat_FromDouble(value) };
        // SAFETY: as above; null is out of memory only.
        unsafe { Py::from_owned_ptr(py, object) }.into_bound(py)
    }
}

impl Bound<'_, PyFloat> {
    /// Its value.
    #[must_use]
    pub fn value(&self) -> f64 {
        // SAFETY: attached, by the token in `self`, which is a `float`.
        unsafe { ffi::PyFloat_AsDouble(self.as_ptr()) }
    }
}
