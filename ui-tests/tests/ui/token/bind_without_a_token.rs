//! An object is used through a `Bound`, which takes a token to make.
//! Twin: `pass/lifetimes.rs`, `a_py_leaves_attach`

use gilref::{Py, PyResult, types::PyAny};

fn len(object: &Py<PyAny>) -> PyResult<usize> {
    object.bind().len()
}

fn main() {}
