//! `GilClone` for what PyO3 lets be cloned with its token.

use ::pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use ::pyo3::sync::PyOnceLock;

use crate::{GilClone, GilToken};

/// A new reference to the same object. Never PyO3's `Clone`, also where `py-clone` is on.
impl<T> GilClone for ::pyo3::Py<T> {
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        self.clone_ref(py.python().into())
    }
}

/// The token is inside.
impl<T> GilClone for ::pyo3::Bound<'_, T> {
    #[inline]
    fn clone_ref<'py>(&self, _py: impl GilToken<'py>) -> Self {
        self.clone()
    }
}

impl<T> GilClone for ::pyo3::Borrowed<'_, '_, T> {
    #[inline]
    fn clone_ref<'py>(&self, _py: impl GilToken<'py>) -> Self {
        *self
    }
}

/// A new reference to the same exception.
///
/// An error that was made in Rust and never seen by Python is made a Python exception first. That
/// runs Python code, and PyO3 detaches the thread for it: others may run meanwhile.
impl GilClone for ::pyo3::PyErr {
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        self.clone_ref(py.python().into())
    }
}

impl GilClone for PyBackedStr {
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        self.clone_ref(py.python().into())
    }
}

impl GilClone for PyBackedBytes {
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        self.clone_ref(py.python().into())
    }
}

/// An empty cell's clone is empty, also while another thread is initialising the original. Never
/// waits.
impl<T: GilClone> GilClone for PyOnceLock<T> {
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        let copy = PyOnceLock::new();
        if let Some(value) = self.get(py.python().into()) {
            // The cell is new: it can't be full.
            let _ = copy.set(py.python().into(), value.clone_ref(py));
        }
        copy
    }
}
