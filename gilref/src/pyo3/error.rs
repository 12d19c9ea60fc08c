//! Errors: converts gilref's errors to PyO3's, for functions that return a `pyo3::PyResult`.

use ::pyo3::PyErrArguments;
use ::pyo3::exceptions::PyBaseException;

use crate::{PyErr, Python, interpreter};

/// The same exception, for `?` in a function that returns a `pyo3::PyResult`.
///
/// Never attaches. On a detached thread PyO3 gets a promise of the exception, which it takes up
/// where it first looks at the error.
///
/// The other way takes a token: `PyErr::from_value(error.into_value(py).into_bound(py).into())`.
impl From<PyErr> for ::pyo3::PyErr {
    fn from(error: PyErr) -> Self {
        if interpreter::is_attached() {
            // SAFETY: just asked, and the token does not leave this block.
            let py = unsafe { Python::assume_attached() };
            Self::from_value(error.into_value().into_bound(py).into())
        } else {
            // An instance of a subclass stays one: Python believes the instance.
            Self::new::<PyBaseException, _>(Raised(error))
        }
    }
}

/// What PyO3 makes an exception of, with its first token.
struct Raised(PyErr);

impl PyErrArguments for Raised {
    fn arguments(self, _py: ::pyo3::Python<'_>) -> ::pyo3::Py<::pyo3::PyAny> {
        self.0.into_value().into()
    }
}
