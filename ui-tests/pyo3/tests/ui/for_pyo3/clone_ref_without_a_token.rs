//! A copy takes a token.
//! Twin: `pass/for_pyo3.rs`, `clone_ref`

use gilref::for_pyo3::Py;
use pyo3::PyAny;

fn copy(callback: &Py<PyAny>) -> Py<PyAny> {
    callback.clone_ref()
}

fn main() {}
