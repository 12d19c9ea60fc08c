//! `dict`: reads and changes entries.

use pyo3_ffi as ffi;

use super::{PyAny, PyDict, PyList, builtin_type, size};
use crate::conversion::IntoPyObject;
use crate::interpreter::run_python;
use crate::{Bound, GilToken, Py, PyErr, PyResult};

builtin_type! {
    PyDict, "dict", ffi::PyDict_Check, ffi::PyDict_CheckExact
}

impl PyDict {
    /// An empty dictionary.
    ///
    /// # Panics
    ///
    /// When Python is out of memory.
    pub fn new<'py>(py: impl GilToken<'py>) -> Bound<'py, Self> {
        let py = py.python();
        // SAFETY: attached, by the token. A new reference to a `dict`, or null with an exception.
        let dict = run_python(|| unsafe { ffi::PyDict_New() });
        // SAFETY: as above; null is out of memory only.
        unsafe { Py::from_owned_ptr(py, dict) }.into_bound(py)
    }
}

impl<'py> Bound<'py, PyDict> {
    /// How many keys there are.
    #[inline]
    #[must_use]
    pub fn len(&self) -> usize {
        // SAFETY: attached, by the token in `self`, which is a dictionary: does not fail.
        size(unsafe { ffi::PyDict_Size(self.as_ptr()) }).unwrap_or(0)
    }

    /// Whether there are none.
    #[inline]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value of `key`, if it is there.
    ///
    /// # Errors
    ///
    /// What the key's `__hash__` or `__eq__` raises.
    pub fn get_item(&self, key: impl IntoPyObject<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let key = key.into_pyobject(self.py())?;
        let mut value = std::ptr::null_mut();
        // SAFETY: as above; writes a new reference, or null.
        let outcome = run_python(|| unsafe {
            ffi::compat::PyDict_GetItemRef(self.as_ptr(), key.as_ptr(), &raw mut value)
        });
        if outcome < 0 {
            return Err(PyErr::fetch(self.py()));
        }
        // SAFETY: as above.
        Ok(unsafe { Bound::from_owned_ptr_or_opt(self.py(), value) })
    }

    /// Sets the value of `key`.
    ///
    /// # Errors
    ///
    /// What a conversion, or the key's `__hash__` or `__eq__`, raises.
    pub fn set_item(
        &self,
        key: impl IntoPyObject<'py>,
        value: impl IntoPyObject<'py>,
    ) -> PyResult<()> {
        self.as_any().set_item(key, value)
    }

    /// The keys, as a new list.
    ///
    /// # Panics
    ///
    /// When Python is out of memory.
    #[must_use]
    pub fn keys(&self) -> Bound<'py, PyList> {
        // SAFETY: attached, and a dictionary. A new reference to a `list`, or null with an exception.
        let keys = run_python(|| unsafe { ffi::PyDict_Keys(self.as_ptr()) });
        // SAFETY: as above; null is out of memory only.
        unsafe { Py::from_owned_ptr(self.py(), keys) }.into_bound(self.py())
    }

    /// The values, as a new list.
    ///
    /// # Panics
    ///
    /// When Python is out of memory.
    #[must_use]
    pub fn values(&self) -> Bound<'py, PyList> {
        // SAFETY: attached, and a dictionary. A new reference to a `list`, or null with an exception.
        let values = run_python(|| unsafe { ffi::PyDict_Values(self.as_ptr()) });
        // SAFETY: as above; null is out of memory only.
        unsafe { Py::from_owned_ptr(self.py(), values) }.into_bound(self.py())
    }

    /// The pairs of key and value, as a new list of tuples.
    ///
    /// # Panics
    ///
    /// When Python is out of memory.
    #[must_use]
    pub fn items(&self) -> Bound<'py, PyList> {
        // SAFETY: attached, and a dictionary. A new reference to a `list`, or null with an exception.
        let items = run_python(|| unsafe { ffi::PyDict_Items(self.as_ptr()) });
        // SAFETY: as above; null is out of memory only.
        unsafe { Py::from_owned_ptr(self.py(), items) }.into_bound(self.py())
    }
}
