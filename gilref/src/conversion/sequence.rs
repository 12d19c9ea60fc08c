//! `Vec`: from any iterable, and to `list` or `bytes`.

use super::{FromPyObject, IntoPyObject};
use crate::types::{PyAny, PyBytes, PyList, PyString};
use crate::{Borrowed, Bound, PyErr, PyResult, Python};

/// A `list`, but `bytes` for `Vec<u8>`.
impl<'py, T: IntoPyObject<'py>> IntoPyObject<'py> for Vec<T> {
    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match T::vec_as_bytes(&self) {
            Some(bytes) => Ok(PyBytes::new(py, bytes).into_any()),
            None => Ok(PyList::new(py, self)?.into_any()),
        }
    }
}

/// From any iterable except `str`: a vector of its characters is hardly ever meant.
impl<'py, T> FromPyObject<'_, 'py> for Vec<T>
where
    T: for<'b> FromPyObject<'b, 'py>,
{
    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(bytes) = object.cast::<PyBytes>() {
            if let Some(items) = T::vec_from_bytes(bytes.as_bytes()) {
                return Ok(items);
            }
        }
        if object.is_instance_of::<PyString>() {
            return Err(PyErr::type_error(
                object.py(),
                "can't extract `str` to `Vec`",
            ));
        }
        object.iter()?.map(|item| item?.extract()).collect()
    }
}
