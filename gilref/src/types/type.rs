//! Types: their names and their subclasses.

use pyo3_ffi as ffi;

use super::{PyAny, PyString, PyType, builtin_type};
use crate::interpreter::run_python;
use crate::{Bound, PyErr, PyResult};

builtin_type! {
    PyType, "type", ffi::PyType_Check, ffi::PyType_CheckExact
}

impl<'py> Bound<'py, PyType> {
    /// The class's `__name__`.
    ///
    /// # Errors
    ///
    /// What a metaclass raises.
    pub fn name(&self) -> PyResult<Bound<'py, PyString>> {
        Ok(self.getattr("__name__")?.cast_into()?)
    }

    /// `issubclass(self, other)`; `other` is a type, or a tuple of types.
    ///
    /// # Errors
    ///
    /// `TypeError` when `other` is neither, or what `__subclasscheck__` raises.
    pub fn is_subclass(&self, other: &Bound<'py, PyAny>) -> PyResult<bool> {
        // SAFETY: attached, by the token in `self`; both are alive.
        match run_python(|| unsafe { ffi::PyObject_IsSubclass(self.as_ptr(), other.as_ptr()) }) {
            -1 => Err(PyErr::fetch(self.py())),
            outcome => Ok(outcome != 0),
        }
    }
}
