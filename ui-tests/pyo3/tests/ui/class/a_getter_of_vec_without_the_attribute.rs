//! A class is a field with `#[pyo3(get)]` only with `into_py_object`.
//! Twin: `pass/class.rs`, `a_field`

use gilref::GilClone;
use pyo3::prelude::*;

#[derive(GilClone)]
#[pyclass]
struct Schedule {
    on_late: Option<Py<PyAny>>,
}

#[pyclass]
struct Job {
    #[pyo3(get)]
    schedule: Vec<Schedule>,
}

fn main() {}
