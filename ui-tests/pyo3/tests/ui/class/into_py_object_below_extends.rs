//! The same where the derive can't see the class's options.
//! Twin: `pass/class.rs`, `a_class_with_extends`

use gilref::GilClone;
use pyo3::prelude::*;

#[pyclass(subclass)]
struct Base;

#[pyclass(extends = Base)]
#[derive(GilClone)]
#[gil_clone(from_py_object, into_py_object)]
struct Schedule {
    on_late: Option<Py<PyAny>>,
}

fn main() {}
