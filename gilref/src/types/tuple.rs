//! `tuple`: makes tuples and reads items.

use pyo3_ffi as ffi;

use super::{PyAny, PyList, PyTuple, builtin_type, position, size};
use crate::conversion::IntoPyObject;
use crate::interpreter::run_python;
use crate::{Bound, GilToken, Py, PyResult};

builtin_type! {
    PyTuple, "tuple", ffi::PyTuple_Check, ffi::PyTuple_CheckExact
}

impl PyTuple {
    /// The empty tuple.
    ///
    /// # Panics
    ///
    /// When Python is out of memory.
    pub fn empty<'py>(py: impl GilToken<'py>) -> Bound<'py, Self> {
        let py = py.python();
        // SAFETY: attached, by the token. A new reference to a `tuple`, or null with an exception.
        let tuple = run_python(|| unsafe { ffi::PyTuple_New(0) });
        // SAFETY: as above; null is out of memory only.
        unsafe { Py::from_owned_ptr(py, tuple) }.into_bound(py)
    }

    /// A tuple of the items.
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
        Self::from_list(&PyList::new(py, items)?)
    }

    /// `tuple(list)`.
    pub(crate) fn from_list<'py>(list: &Bound<'py, PyList>) -> PyResult<Bound<'py, Self>> {
        // SAFETY: attached, by the token in `list`. A new reference to a `tuple`, or null with an
        // exception.
        let tuple = run_python(|| unsafe { ffi::PyList_AsTuple(list.as_ptr()) });
        // SAFETY: as above.
        let tuple = unsafe { Py::from_owned_ptr_or_err(list.py(), tuple) }?;
        Ok(tuple.into_bound(list.py()))
    }
}

impl<'py> Bound<'py, PyTuple> {
    /// How many items there are.
    #[inline]
    #[must_use]
    pub fn len(&self) -> usize {
        // SAFETY: attached, by the token in `self`, which is a tuple: does not fail.
        size(unsafe { ffi::PyTuple_Size(self.as_ptr()) }).unwrap_or(0)
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
        // SAFETY: as above. Borrowed from the tuple, which keeps its items for its lifetime; or
        // null with an exception.
        let item = run_python(|| unsafe { ffi::PyTuple_GetItem(self.as_ptr(), position(index)) });
        // SAFETY: as above.
        unsafe { Bound::from_borrowed_ptr_or_err(self.py(), item) }
    }
}
