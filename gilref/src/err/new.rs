//! `PyErr::new`: calls an exception type.

use super::PyErr;
use crate::Bound;
use crate::conversion::{CallArgs, IntoPyObject};
use crate::types::PyType;

impl PyErr {
    /// The exception `kind(message)`.
    ///
    /// If `kind` is no exception type, or can't be called with one argument, it is the exception that
    /// Python raises for that.
    ///
    /// # Example
    ///
    /// ```
    /// # use gilref::{PyErr, PyResult, Python, types::PyType};
    /// # Python::initialize();
    /// # Python::attach(|py| -> PyResult<()> {
    /// let lookup_error = py.import("builtins")?.getattr("LookupError")?;
    /// let error = PyErr::new(lookup_error.cast::<PyType>()?, "no such thing");
    /// assert_eq!(error.to_string(), "LookupError: no such thing");
    /// # Ok(()) }).unwrap();
    /// ```
    pub fn new<'py>(kind: &Bound<'py, PyType>, message: impl IntoPyObject<'py>) -> Self {
        Self::from_call(kind, (message,))
    }

    /// The exception `kind(*args)`, or the one that this call raises.
    pub(super) fn from_call<'py>(kind: &Bound<'py, PyType>, args: impl CallArgs<'py>) -> Self {
        match kind.call1(args) {
            Ok(value) => Self::from_value(value),
            Err(error) => error,
        }
    }
}
