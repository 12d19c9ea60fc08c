//! The same where the derive can't see the class's options: then PyO3's own words come.
//! Twin: `pass/class.rs`, `an_argument`

use gilref::GilClone;
use pyo3::prelude::*;

#[pyclass(from_py_object)]
#[derive(GilClone)]
#[gil_clone(from_py_object)]
struct Schedule {
    on_late: Option<Py<PyAny>>,
}

fn main() {}
