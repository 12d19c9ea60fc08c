//! A function for `with` takes a reference to the field.
//! Twin: `pass/main.rs`, `a_function`

use gilref::GilClone;
use pyo3::prelude::*;

fn copy(callback: Py<PyAny>, _py: Python<'_>) -> Py<PyAny> {
    callback
}

#[derive(GilClone)]
struct Handler {
    #[gil_clone(with = copy)]
    callback: Py<PyAny>,
}

fn main() {}
