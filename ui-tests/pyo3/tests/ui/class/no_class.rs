//! The attributes are for PyO3's classes.
//! Twin: `pass/class.rs`, `an_argument`

use gilref::GilClone;
use pyo3::prelude::*;

#[derive(GilClone)]
#[gil_clone(from_py_object, into_py_object)]
struct Schedule {
    on_late: Option<Py<PyAny>>,
}

fn main() {}
