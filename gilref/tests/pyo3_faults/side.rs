//! Who drops, and who attaches; and what is dropped.

use pyo3::{Bound, PyAny, Python};

use crate::common;

/// What both crates let into a `detach`.
pub(crate) trait Sendable: gilref::Ungil + pyo3::marker::Ungil {}

impl<T: gilref::Ungil + pyo3::marker::Ungil> Sendable for T {}

pub(crate) trait Side: 'static {
    /// A reference that can be kept.
    type Py: Sendable + Send + 'static;

    fn keep(object: Bound<'_, PyAny>) -> Self::Py;

    fn attach<R>(f: impl for<'py> FnOnce(Python<'py>) -> R) -> R {
        Python::attach(f)
    }

    fn detach<R: Sendable>(py: Python<'_>, f: impl FnOnce() -> R + Sendable) -> R {
        py.detach(f)
    }

    /// Attaches unless there is no way to, which is the end of a thread that loops.
    fn is_over() -> bool {
        Python::try_attach(|_| ()).is_none()
    }

    /// A reference to an object that counts its destruction, and what counts.
    fn witness(py: Python<'_>) -> (Self::Py, gilref::Py<gilref::types::PyAny>) {
        let (witness, deaths) = common::witness(py.into());
        (Self::keep(witness.into_bound(py).into()), deaths)
    }
}

/// PyO3 alone.
pub(crate) enum Plain {}

impl Side for Plain {
    type Py = pyo3::Py<PyAny>;

    fn keep(object: Bound<'_, PyAny>) -> Self::Py {
        object.unbind()
    }
}

/// gilref's `Py`, and everything else by PyO3.
pub(crate) enum PyOnly {}

impl Side for PyOnly {
    type Py = gilref::for_pyo3::Py<PyAny>;

    fn keep(object: Bound<'_, PyAny>) -> Self::Py {
        object.into()
    }
}

/// gilref's `Py`, `attach` and `detach`.
pub(crate) enum Both {}

impl Side for Both {
    type Py = gilref::for_pyo3::Py<PyAny>;

    fn keep(object: Bound<'_, PyAny>) -> Self::Py {
        object.into()
    }

    fn attach<R>(f: impl for<'py> FnOnce(Python<'py>) -> R) -> R {
        gilref::for_pyo3::attach(f)
    }

    fn detach<R: Sendable>(py: Python<'_>, f: impl FnOnce() -> R + Sendable) -> R {
        gilref::for_pyo3::detach(py, f)
    }

    fn is_over() -> bool {
        gilref::for_pyo3::try_attach(|_| ()).is_err()
    }
}

/// A Python function that runs `f`. None of PyO3's, whose calls drain.
pub(crate) fn function(py: Python<'_>, f: fn(gilref::Python<'_>)) -> Bound<'_, PyAny> {
    crate::native::function(py.into(), f).into()
}

/// An object whose `__del__` runs `f`.
pub(crate) fn with_destructor(py: Python<'_>, f: fn(gilref::Python<'_>)) -> Bound<'_, PyAny> {
    let object = crate::native::with_destructor(py.into(), f);
    object.into_bound(py).into()
}
