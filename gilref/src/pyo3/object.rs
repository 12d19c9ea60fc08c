//! gilref's references as arguments, results and `#[pyo3(get, set)]` fields of PyO3's classes and
//! functions.

use std::convert::Infallible;

use ::pyo3::{FromPyObject, IntoPyObject};

use crate::types::PyTypeCheck;
use crate::{Borrowed, Bound, Py, PyErr};

type TheirBound<'py> = ::pyo3::Bound<'py, ::pyo3::PyAny>;
type TheirBorrowed<'a, 'py> = ::pyo3::Borrowed<'a, 'py, ::pyo3::PyAny>;

impl<'py, T> IntoPyObject<'py> for Py<T> {
    type Target = ::pyo3::PyAny;
    type Output = TheirBound<'py>;
    type Error = Infallible;

    #[inline]
    fn into_pyobject(self, py: ::pyo3::Python<'py>) -> Result<Self::Output, Infallible> {
        Ok(self.into_bound(py).into())
    }
}

impl<'a, 'py, T> IntoPyObject<'py> for &'a Py<T> {
    type Target = ::pyo3::PyAny;
    type Output = TheirBorrowed<'a, 'py>;
    type Error = Infallible;

    #[inline]
    fn into_pyobject(self, py: ::pyo3::Python<'py>) -> Result<Self::Output, Infallible> {
        Ok(self.bind_borrowed(py).into())
    }
}

impl<'py, T> IntoPyObject<'py> for Bound<'py, T> {
    type Target = ::pyo3::PyAny;
    type Output = TheirBound<'py>;
    type Error = Infallible;

    #[inline]
    fn into_pyobject(self, _py: ::pyo3::Python<'py>) -> Result<Self::Output, Infallible> {
        Ok(self.into())
    }
}

impl<'a, 'py, T> IntoPyObject<'py> for &'a Bound<'py, T> {
    type Target = ::pyo3::PyAny;
    type Output = TheirBorrowed<'a, 'py>;
    type Error = Infallible;

    #[inline]
    fn into_pyobject(self, _py: ::pyo3::Python<'py>) -> Result<Self::Output, Infallible> {
        Ok(self.into())
    }
}

impl<'a, 'py, T: PyTypeCheck> FromPyObject<'a, 'py> for Bound<'py, T> {
    type Error = ::pyo3::PyErr;

    #[inline]
    fn extract(object: TheirBorrowed<'a, 'py>) -> Result<Self, Self::Error> {
        let object = Borrowed::from(object);
        match object.cast::<T>() {
            Ok(object) => Ok(object.clone()),
            Err(error) => Err(PyErr::from(error).into()),
        }
    }
}

impl<'a, 'py, T: PyTypeCheck> FromPyObject<'a, 'py> for Py<T> {
    type Error = ::pyo3::PyErr;

    #[inline]
    fn extract(object: TheirBorrowed<'a, 'py>) -> Result<Self, Self::Error> {
        object.extract::<Bound<'py, T>>().map(Bound::unbind)
    }
}
