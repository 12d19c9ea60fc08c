//! `GilClone` and `GilDrop` for PyO3's types.

use ::pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use ::pyo3::sync::PyOnceLock;

use crate::{GilClone, GilDrop, GilToken, interpreter};

/// A new reference to the same object. Never PyO3's `Clone`, also where `py-clone` is on.
impl<T> GilClone for ::pyo3::Py<T> {
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        self.clone_ref(py.python().into())
    }
}

impl GilClone for ::pyo3::Python<'_> {
    #[inline]
    fn clone_ref<'py>(&self, _py: impl GilToken<'py>) -> Self {
        *self
    }
}

impl GilDrop for ::pyo3::Python<'_> {
    #[inline]
    fn drop_ref<'py>(self, _py: impl GilToken<'py>) {}
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

/// Implemented by nothing. Where `.clone_ref(py)` is called on the `PyRef` of a class without
/// `GilClone`, the compiler says that the class does not satisfy this. With `GilClone`, the class is
/// found behind the `PyRef`.
#[diagnostic::on_unimplemented(
    message = "a `PyRef` can't be cloned with a Python token",
    label = "to clone the value, put `#[derive(gilref::GilClone)]` on the class `{Self}`"
)]
pub trait DerivesGilClone: ::pyo3::PyClass {}

#[doc(hidden)]
impl<T: DerivesGilClone> GilClone for ::pyo3::PyRef<'_, T> {
    fn clone_ref<'py>(&self, _py: impl GilToken<'py>) -> Self {
        unreachable!("nothing implements `DerivesGilClone`")
    }
}

#[doc(hidden)]
impl<T: DerivesGilClone<Frozen = ::pyo3::pyclass::boolean_struct::False>> GilClone
    for ::pyo3::PyRefMut<'_, T>
{
    fn clone_ref<'py>(&self, _py: impl GilToken<'py>) -> Self {
        unreachable!("nothing implements `DerivesGilClone`")
    }
}

impl<T> GilDrop for ::pyo3::Py<T> {
    #[inline]
    fn drop_ref<'py>(self, py: impl GilToken<'py>) {
        let _attached = py.python();
        // SAFETY: `into_ptr` gave up this reference, and the token proves that this thread is attached.
        unsafe { interpreter::decref(self.into_ptr()) };
    }
}

/// As its `Drop`, which asks nothing: the token is inside.
impl<T> GilDrop for ::pyo3::Bound<'_, T> {
    #[inline]
    fn drop_ref<'py>(self, _py: impl GilToken<'py>) {}
}

/// Nothing: the reference is not counted.
impl<T> GilDrop for ::pyo3::Borrowed<'_, '_, T> {
    #[inline]
    fn drop_ref<'py>(self, _py: impl GilToken<'py>) {}
}

/// As PyO3 drops it. Under an `attach` that only gilref made, it waits in PyO3's pool.
impl GilDrop for ::pyo3::PyErr {
    #[inline]
    fn drop_ref<'py>(self, _py: impl GilToken<'py>) {}
}

/// As PyO3 drops it. Under an `attach` that only gilref made, it waits in PyO3's pool.
impl GilDrop for PyBackedStr {
    #[inline]
    fn drop_ref<'py>(self, _py: impl GilToken<'py>) {}
}

/// As PyO3 drops it. Under an `attach` that only gilref made, it waits in PyO3's pool.
impl GilDrop for PyBackedBytes {
    #[inline]
    fn drop_ref<'py>(self, _py: impl GilToken<'py>) {}
}

impl<T: GilDrop> GilDrop for PyOnceLock<T> {
    #[inline]
    fn drop_ref<'py>(self, py: impl GilToken<'py>) {
        self.into_inner().drop_ref(py);
    }
}
