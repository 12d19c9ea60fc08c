//! References: `Py`, `Bound` and `Borrowed`, which refer to an object already.

use super::{FromPyObject, IntoPyObject};
use crate::types::{PyAny, PyTypeCheck};
use crate::{Borrowed, Bound, Py, PyResult, Python};

impl<'py, T> IntoPyObject<'py> for Bound<'py, T> {
    #[inline]
    fn into_pyobject(self, _: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.into_any())
    }
}

impl<'py, T> IntoPyObject<'py> for &Bound<'py, T> {
    #[inline]
    fn into_pyobject(self, _: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.as_any().clone())
    }
}

impl<'py, T> IntoPyObject<'py> for Borrowed<'_, 'py, T> {
    #[inline]
    fn into_pyobject(self, _: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.to_any().to_owned())
    }
}

impl<'py, T> IntoPyObject<'py> for Py<T> {
    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.into_any().into_bound(py))
    }
}

impl<'py, T> IntoPyObject<'py> for &Py<T> {
    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.as_any().bind(py).clone())
    }
}

impl<'py, T: PyTypeCheck> FromPyObject<'_, 'py> for Bound<'py, T> {
    #[inline]
    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Ok(object.cast::<T>()?.clone())
    }
}

impl<'py, T: PyTypeCheck> FromPyObject<'_, 'py> for Py<T> {
    #[inline]
    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Ok(object.cast::<T>()?.clone().unbind())
    }
}
