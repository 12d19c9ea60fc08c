//! gilref's references as arguments, results and `#[pyo3(get, set)]` fields of PyO3's classes and
//! functions.

use std::convert::Infallible;

use ::pyo3::{FromPyObject, IntoPyObject};

use crate::lifecycle::ensure_registered;
use crate::types::PyTypeCheck;
use crate::{AttachClone, Borrowed, Bound, Py, PyErr};

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
        // What comes from Python may be kept, although nobody has attached by gilref.
        ensure_registered(object.py().into());
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

impl<'py, T: IntoPyObject<'py>> IntoPyObject<'py> for AttachClone<T> {
    type Target = T::Target;
    type Output = T::Output;
    type Error = T::Error;

    #[inline]
    fn into_pyobject(self, py: ::pyo3::Python<'py>) -> Result<Self::Output, Self::Error> {
        self.0.into_pyobject(py)
    }
}

impl<'a, 'py, T> IntoPyObject<'py> for &'a AttachClone<T>
where
    &'a T: IntoPyObject<'py>,
{
    type Target = <&'a T as IntoPyObject<'py>>::Target;
    type Output = <&'a T as IntoPyObject<'py>>::Output;
    type Error = <&'a T as IntoPyObject<'py>>::Error;

    #[inline]
    fn into_pyobject(self, py: ::pyo3::Python<'py>) -> Result<Self::Output, Self::Error> {
        self.0.into_pyobject(py)
    }
}

impl<'a, 'py, T: FromPyObject<'a, 'py>> FromPyObject<'a, 'py> for AttachClone<T> {
    type Error = T::Error;

    #[inline]
    fn extract(object: TheirBorrowed<'a, 'py>) -> Result<Self, Self::Error> {
        T::extract(object).map(AttachClone)
    }
}

/// `AttachClone` of either of the two kinds of `Py` that hold PyO3's classes.
macro_rules! from_bound {
    ($($py:ty)*) => {$(
        impl<T> From<::pyo3::Bound<'_, T>> for AttachClone<$py> {
            #[inline]
            fn from(bound: ::pyo3::Bound<'_, T>) -> Self {
                AttachClone(bound.unbind().into())
            }
        }

        impl<T> From<&::pyo3::Bound<'_, T>> for AttachClone<$py> {
            #[inline]
            fn from(bound: &::pyo3::Bound<'_, T>) -> Self {
                AttachClone(bound.clone().unbind().into())
            }
        }
    )*};
}
from_bound! { ::pyo3::Py<T> crate::for_pyo3::Py<T> }
