//! A `Py` has none of its object's methods: they need an attached thread.
//! Twin: `pass/lifetimes.rs`, `a_py_leaves_attach`

use gilref::{Py, PyResult, types::PyAny};

fn len(object: &Py<PyAny>) -> PyResult<usize> {
    object.len()
}

fn main() {}
