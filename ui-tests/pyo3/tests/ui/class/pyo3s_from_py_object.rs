//! PyO3's `from_py_object` is by `Clone`.
//! Twin: `pass/class.rs`, `an_argument`

use gilref::GilClone;
use pyo3::prelude::*;

#[derive(GilClone)]
#[pyclass(from_py_object)]
struct Schedule {
    on_late: Option<Py<PyAny>>,
}

fn main() {}
