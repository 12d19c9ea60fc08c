//! Attached tests: what runs with a token, and must leave no exception pending.

#![allow(unreachable_pub, reason = "a module of test programs")]

use gilref::{PyErr, PyResult, Python};

#[track_caller]
pub fn attached(test: impl for<'py> FnOnce(Python<'py>) -> PyResult<()>) {
    Python::initialize();
    Python::attach(|py| {
        test(py).unwrap();
        assert!(PyErr::take(py).is_none(), "nothing is left pending");
    });
}

/// Demands an exception of the class `kind`.
#[track_caller]
pub fn assert_raises<T: std::fmt::Debug>(result: PyResult<T>, kind: &str) {
    let error = result.unwrap_err().to_string();
    assert!(error.starts_with(&format!("{kind}: ")), "{error}");
}
