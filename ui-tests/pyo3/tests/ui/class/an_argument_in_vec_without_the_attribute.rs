//! A class is an argument by value only with `from_py_object`.
//! Twin: `pass/class.rs`, `an_argument`

use gilref::GilClone;
use pyo3::prelude::*;

#[derive(GilClone)]
#[pyclass]
struct Schedule {
    on_late: Option<Py<PyAny>>,
}

#[pyfunction]
fn run(_schedule: Vec<Schedule>) {}

fn main() {}
