//! An object of a class with `extends` can't be made of its value alone.
//! Twin: `pass/class.rs`, `a_class_with_extends`

use gilref::GilClone;
use pyo3::prelude::*;

#[pyclass(subclass)]
struct Base;

#[derive(GilClone)]
#[gil_clone(from_py_object, into_py_object)]
#[pyclass(extends = Base)]
struct Schedule {
    on_late: Option<Py<PyAny>>,
}

fn main() {}
