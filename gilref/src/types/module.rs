//! Modules: makes, imports and fills them.

use pyo3_ffi as ffi;

use super::{PyDict, PyModule, PyString, builtin_type};
use crate::conversion::IntoPyObject;
use crate::interpreter::run_python;
use crate::{Bound, GilToken, Py, PyResult};

builtin_type! {
    PyModule, "module", ffi::PyModule_Check, ffi::PyModule_CheckExact
}

impl PyModule {
    /// An empty module, which `import` does not know.
    ///
    /// # Errors
    ///
    /// `MemoryError`.
    pub fn new<'py>(py: impl GilToken<'py>, name: &str) -> PyResult<Bound<'py, Self>> {
        let name = PyString::new(py, name);
        // SAFETY: attached, by the token; `name` is a string. A new reference to a module, or null
        // with an exception.
        let module = run_python(|| unsafe { ffi::PyModule_NewObject(name.as_ptr()) });
        // SAFETY: as above.
        Ok(unsafe { Py::from_owned_ptr_or_err(py, module) }?.into_bound(py))
    }

    /// `import name`, as the innermost module: `a.b` gives `b`.
    ///
    /// # Errors
    ///
    /// `ImportError`, or what the module's code raises.
    pub fn import<'py>(py: impl GilToken<'py>, name: &str) -> PyResult<Bound<'py, Self>> {
        let name = PyString::new(py, name);
        // SAFETY: attached, by the token; `name` is a string. A new reference, or null with an
        // exception.
        let module = run_python(|| unsafe { ffi::PyImport_Import(name.as_ptr()) });
        // SAFETY: as above. `sys.modules` may hold what is no module, which the cast refuses.
        Ok(unsafe { Bound::from_owned_ptr_or_err(py, module) }?.cast_into()?)
    }
}

impl<'py> Bound<'py, PyModule> {
    /// The module's `__name__`.
    ///
    /// # Errors
    ///
    /// `AttributeError` when somebody deleted it.
    pub fn name(&self) -> PyResult<Bound<'py, PyString>> {
        Ok(self.getattr("__name__")?.cast_into()?)
    }

    /// The module's namespace.
    ///
    /// # Panics
    ///
    /// Up to CPython 3.10, when the module has none: `ModuleType.__new__(ModuleType)`, never
    /// initialized.
    #[must_use]
    pub fn dict(&self) -> Bound<'py, PyDict> {
        // SAFETY: attached, by the token in `self`, which is a module. A borrowed reference to a
        // `dict`, or null where there is no namespace.
        let dict = unsafe { ffi::PyModule_GetDict(self.as_ptr()) };
        // SAFETY: as above.
        unsafe { Py::from_borrowed_ptr(self.py(), dict) }.into_bound(self.py())
    }

    /// `self.name = value`.
    ///
    /// # Errors
    ///
    /// What the conversion raises.
    pub fn add(&self, name: &str, value: impl IntoPyObject<'py>) -> PyResult<()> {
        self.setattr(name, value)
    }
}
