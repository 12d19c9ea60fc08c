//! `list`: reads and changes items.

use pyo3_ffi as ffi;

use super::{PyAny, PyList, builtin_type, position, size};
use crate::conversion::IntoPyObject;
use crate::interpreter::run_python;
use crate::{Bound, GilToken, Py, PyErr, PyResult};

builtin_type! {
    PyList, "list", ffi::PyList_Check, ffi::PyList_CheckExact
}

impl PyList {
    /// An empty list.
    ///
    /// # Panics
    ///
    /// When Python is out of memory.
    pub fn empty<'py>(py: impl GilToken<'py>) -> Bound<'py, Self> {
        let py = py.python();
        // SAFETY: attached, by the token. A new reference to a `list`, or null with an exception.
        let list = run_python(|| unsafe { ffi::PyList_New(0) });
        // SAFETY: as above; null is out of memory only.
        unsafe { Py::from_owned_ptr(py, list) }.into_bound(py)
    }

    /// A list of the items.
    ///
    /// # Errors
    ///
    /// What the conversion of an item raises.
    pub fn new<'py, T>(
        py: impl GilToken<'py>,
        items: impl IntoIterator<Item = T>,
    ) -> PyResult<Bound<'py, Self>>
    where
        T: IntoPyObject<'py>,
    {
        let list = Self::empty(py);
        for item in items {
            list.append(item)?;
        }
        Ok(list)
    }
}

impl<'py> Bound<'py, PyList> {
    fn done(&self, outcome: std::ffi::c_int) -> PyResult<()> {
        if outcome == 0 {
            Ok(())
        } else {
            Err(PyErr::fetch(self.py()))
        }
    }

    /// Adds an item at the end.
    ///
    /// # Errors
    ///
    /// What the conversion raises, or `MemoryError`.
    pub fn append(&self, item: impl IntoPyObject<'py>) -> PyResult<()> {
        let item = item.into_pyobject(self.py())?;
        // SAFETY: attached, by the token in `self`, which is a list; takes a reference of its own.
        self.done(run_python(|| unsafe {
            ffi::PyList_Append(self.as_ptr(), item.as_ptr())
        }))
    }

    /// How many items there are.
    #[inline]
    #[must_use]
    pub fn len(&self) -> usize {
        // SAFETY: as above; does not fail for a list.
        size(unsafe { ffi::PyList_Size(self.as_ptr()) }).unwrap_or(0)
    }

    /// Whether there are none.
    #[inline]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item at `index`.
    ///
    /// # Errors
    ///
    /// `IndexError`.
    pub fn get_item(&self, index: usize) -> PyResult<Bound<'py, PyAny>> {
        // SAFETY: as above. A new reference, or null with an exception.
        let item = run_python(|| unsafe {
            ffi::compat::PyList_GetItemRef(self.as_ptr(), position(index))
        });
        // SAFETY: as above.
        unsafe { Bound::from_owned_ptr_or_err(self.py(), item) }
    }

    /// Replaces the item at `index`.
    ///
    /// # Errors
    ///
    /// `IndexError`, or what the conversion raises.
    pub fn set_item(&self, index: usize, item: impl IntoPyObject<'py>) -> PyResult<()> {
        let item = item.into_pyobject(self.py())?.into_ptr();
        // SAFETY: as above; takes over the reference, also when it fails.
        self.done(run_python(|| unsafe {
            ffi::PyList_SetItem(self.as_ptr(), position(index), item)
        }))
    }
}
