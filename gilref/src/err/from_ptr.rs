//! `from_.._ptr_or_err`: a pointer that CPython returns, or the exception that null stands for.

use pyo3_ffi as ffi;

use crate::marker::PyAny;
use crate::{Borrowed, Bound, GilToken, Py, PyErr, PyResult};

impl<T> Py<T> {
    /// Takes over a reference; the pending exception when `ptr` is null.
    ///
    /// # Errors
    ///
    /// The pending exception, which is taken; a `SystemError` when there is none.
    ///
    /// # Safety
    ///
    /// As for [`from_owned_ptr`](Self::from_owned_ptr).
    #[inline]
    pub unsafe fn from_owned_ptr_or_err<'py>(
        py: impl GilToken<'py>,
        ptr: *mut ffi::PyObject,
    ) -> PyResult<Self> {
        // SAFETY: the caller's promise.
        unsafe { Self::from_owned_ptr_or_opt(py, ptr) }.ok_or_else(|| PyErr::fetch(py))
    }

    /// Takes a new reference; the pending exception when `ptr` is null.
    ///
    /// # Errors
    ///
    /// The pending exception, which is taken; a `SystemError` when there is none.
    ///
    /// # Safety
    ///
    /// As for [`from_borrowed_ptr`](Self::from_borrowed_ptr).
    #[inline]
    pub unsafe fn from_borrowed_ptr_or_err<'py>(
        py: impl GilToken<'py>,
        ptr: *mut ffi::PyObject,
    ) -> PyResult<Self> {
        // SAFETY: the caller's promise.
        unsafe { Self::from_borrowed_ptr_or_opt(py, ptr) }.ok_or_else(|| PyErr::fetch(py))
    }
}

impl<'py> Bound<'py, PyAny> {
    /// Takes over a reference; the pending exception when `ptr` is null.
    ///
    /// # Errors
    ///
    /// The pending exception, which is taken; a `SystemError` when there is none.
    ///
    /// # Safety
    ///
    /// As for [`from_owned_ptr`](Self::from_owned_ptr).
    #[inline]
    pub unsafe fn from_owned_ptr_or_err(
        py: impl GilToken<'py>,
        ptr: *mut ffi::PyObject,
    ) -> PyResult<Self> {
        // SAFETY: the caller's promise.
        Ok(unsafe { Py::from_owned_ptr_or_err(py, ptr) }?.into_bound(py))
    }

    /// Takes a new reference; the pending exception when `ptr` is null.
    ///
    /// # Errors
    ///
    /// The pending exception, which is taken; a `SystemError` when there is none.
    ///
    /// # Safety
    ///
    /// As for [`from_borrowed_ptr`](Self::from_borrowed_ptr).
    #[inline]
    pub unsafe fn from_borrowed_ptr_or_err(
        py: impl GilToken<'py>,
        ptr: *mut ffi::PyObject,
    ) -> PyResult<Self> {
        // SAFETY: the caller's promise.
        Ok(unsafe { Py::from_borrowed_ptr_or_err(py, ptr) }?.into_bound(py))
    }
}

impl<'py, T> Borrowed<'_, 'py, T> {
    /// Borrows the object behind a pointer; the pending exception when it is null.
    ///
    /// # Errors
    ///
    /// The pending exception, which is taken; a `SystemError` when there is none.
    ///
    /// # Safety
    ///
    /// As for [`from_ptr`](Self::from_ptr).
    #[inline]
    pub unsafe fn from_ptr_or_err(
        py: impl GilToken<'py>,
        ptr: *mut ffi::PyObject,
    ) -> PyResult<Self> {
        // SAFETY: the caller's promise.
        unsafe { Self::from_ptr_or_opt(py, ptr) }.ok_or_else(|| PyErr::fetch(py))
    }
}
