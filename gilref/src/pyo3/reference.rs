//! References: conversions between gilref's and PyO3's, in both directions. A conversion moves a
//! pointer: no count changes.
//!
//! Each goes through a pointer that one crate gives up and the other takes over, by the functions
//! that both have for it. Nothing relies on how PyO3's types lie in memory.

use crate::types::PyAny;
use crate::{Borrowed, Bound, Py, Python};

/// A reference that owns its count, as a pointer that does, of which nothing is asked but that it
/// be moved on.
impl<T> From<::pyo3::Py<T>> for Py<PyAny> {
    #[inline]
    fn from(theirs: ::pyo3::Py<T>) -> Self {
        // SAFETY: `into_ptr` gave up the reference that the pointer owned.
        unsafe { Py::from_moved_ptr(theirs.into_ptr()) }
    }
}

impl<T> From<Py<T>> for ::pyo3::Py<::pyo3::PyAny> {
    #[inline]
    fn from(ours: Py<T>) -> Self {
        // PyO3 has no such function without a token, although this one does nothing with it.
        // SAFETY: PyO3 asks that a token is not used by a detached thread. `from_owned_ptr` only
        // checks for null, which the pointer is not, and `unbind` drops the token again. Each
        // version of PyO3 that `Cargo.toml` accepts was read for it.
        let py = unsafe { ::pyo3::Python::assume_attached() };
        // SAFETY: `into_ptr` gave up the reference that the pointer owned.
        unsafe { ::pyo3::Bound::from_owned_ptr(py, ours.into_ptr()) }.unbind()
    }
}

impl<'py, T> From<::pyo3::Bound<'py, T>> for Bound<'py, PyAny> {
    #[inline]
    fn from(theirs: ::pyo3::Bound<'py, T>) -> Self {
        let py = Python::from(theirs.py());
        // SAFETY: `into_ptr` gave up the reference that the pointer owned.
        unsafe { Bound::from_owned_ptr(py, theirs.into_ptr()) }
    }
}

impl<'py, T> From<Bound<'py, T>> for ::pyo3::Bound<'py, ::pyo3::PyAny> {
    #[inline]
    fn from(ours: Bound<'py, T>) -> Self {
        let py = ours.py().into();
        // SAFETY: `into_ptr` gave up the reference that the pointer owned.
        unsafe { ::pyo3::Bound::from_owned_ptr(py, ours.into_ptr()) }
    }
}

impl<'a, 'py, T> From<::pyo3::Borrowed<'a, 'py, T>> for Borrowed<'a, 'py, PyAny> {
    #[inline]
    fn from(theirs: ::pyo3::Borrowed<'a, 'py, T>) -> Self {
        // SAFETY: the object is alive for `'a`, as `theirs` says.
        unsafe { Borrowed::from_ptr(theirs.py(), theirs.as_ptr()) }
    }
}

impl<'a, 'py, T> From<Borrowed<'a, 'py, T>> for ::pyo3::Borrowed<'a, 'py, ::pyo3::PyAny> {
    #[inline]
    fn from(ours: Borrowed<'a, 'py, T>) -> Self {
        // SAFETY: the object is alive for `'a`, as `ours` says.
        unsafe { ::pyo3::Borrowed::from_ptr(ours.py().into(), ours.as_ptr()) }
    }
}

impl<'a, 'py, T> From<&'a ::pyo3::Bound<'py, T>> for Borrowed<'a, 'py, PyAny> {
    #[inline]
    fn from(theirs: &'a ::pyo3::Bound<'py, T>) -> Self {
        theirs.as_borrowed().into()
    }
}

impl<'a, 'py, T> From<&'a Bound<'py, T>> for ::pyo3::Borrowed<'a, 'py, ::pyo3::PyAny> {
    #[inline]
    fn from(ours: &'a Bound<'py, T>) -> Self {
        ours.as_borrowed().into()
    }
}
