//! `From` and `Into` between gilref's [`Py`] for PyO3's types, PyO3's references, and gilref's own.
//!
//! A conversion from an owned reference changes no count. A conversion from a borrowed reference
//! takes a new owned reference.

use ::pyo3::pyclass::boolean_struct::False;
use ::pyo3::{Borrowed, Bound, PyAny, PyClass, PyRef, PyRefMut};

use super::Py;
use super::py::comes_from_python;
use crate::types;

impl<T> From<::pyo3::Py<T>> for Py<T> {
    #[inline]
    fn from(theirs: ::pyo3::Py<T>) -> Self {
        Self::from_inner(theirs)
    }
}

/// PyO3 drops what this returns.
impl<T> From<Py<T>> for ::pyo3::Py<T> {
    #[inline]
    fn from(ours: Py<T>) -> Self {
        ours.into_inner()
    }
}

/// For what takes PyO3's reference by an `Into<Option<&Py<T>>>`, as `PyVisit::call` does.
impl<'a, T> From<&'a Py<T>> for Option<&'a ::pyo3::Py<T>> {
    #[inline]
    fn from(ours: &'a Py<T>) -> Self {
        Some(ours)
    }
}

impl<T> From<Bound<'_, T>> for Py<T> {
    #[inline]
    fn from(bound: Bound<'_, T>) -> Self {
        comes_from_python(bound.py());
        Self::from_inner(bound.unbind())
    }
}

impl<T> From<&Bound<'_, T>> for Py<T> {
    #[inline]
    fn from(bound: &Bound<'_, T>) -> Self {
        bound.clone().into()
    }
}

impl<T> From<Borrowed<'_, '_, T>> for Py<T> {
    #[inline]
    fn from(borrowed: Borrowed<'_, '_, T>) -> Self {
        borrowed.to_owned().into()
    }
}

impl<T: PyClass> From<PyRef<'_, T>> for Py<T> {
    #[inline]
    fn from(guard: PyRef<'_, T>) -> Self {
        comes_from_python(guard.py());
        Self::from_inner(guard.into())
    }
}

impl<T: PyClass<Frozen = False>> From<PyRefMut<'_, T>> for Py<T> {
    #[inline]
    fn from(guard: PyRefMut<'_, T>) -> Self {
        comes_from_python(guard.py());
        Self::from_inner(guard.into())
    }
}

/// The same pointer under gilref's own type.
impl<T> From<Py<T>> for crate::Py<types::PyAny> {
    #[inline]
    fn from(ours: Py<T>) -> Self {
        ours.into_inner().into()
    }
}

/// The same pointer under PyO3's type.
impl<T> From<crate::Py<T>> for Py<PyAny> {
    #[inline]
    fn from(gilrefs: crate::Py<T>) -> Self {
        Self::from_inner(gilrefs.into())
    }
}
