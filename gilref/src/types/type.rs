//! Types: their names and their subclasses.

use pyo3_ffi as ffi;

use super::{PyAny, PyString, builtin_type};
use crate::{Bound, PyErr, PyResult};

builtin_type! {
    /// A class: Python's `type`.
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

    /// The class's `__name__`, or what says that there is none: for messages.
    pub(crate) fn name_lossy(&self) -> String {
        // Not by `name`: where it fails, the error would ask for the name of its own type.
        let name = PyString::new(self.py(), "__name__");
        // SAFETY: attached, by the token in `self`. A new reference, or null with an exception.
        let name = unsafe { ffi::PyObject_GetAttr(self.as_ptr(), name.as_ptr()) };
        // SAFETY: as above.
        let name = unsafe { Bound::from_owned_ptr_or_opt(self.py(), name) };
        let text = name.and_then(|name| name.cast::<PyString>().ok()?.to_rust().ok());
        if text.is_none() {
            // SAFETY: attached.
            unsafe { ffi::PyErr_Clear() };
        }
        text.unwrap_or_else(|| "<unnamed type>".to_owned())
    }

    /// `issubclass(self, other)`; `other` is a type, or a tuple of types.
    ///
    /// # Errors
    ///
    /// `TypeError` when `other` is neither, or what `__subclasscheck__` raises.
    pub fn is_subclass(&self, other: &Bound<'py, PyAny>) -> PyResult<bool> {
        // SAFETY: attached, by the token in `self`; both are alive.
        match unsafe { ffi::PyObject_IsSubclass(self.as_ptr(), other.as_ptr()) } {
            -1 => Err(PyErr::fetch(self.py())),
            outcome => Ok(outcome != 0),
        }
    }
}
