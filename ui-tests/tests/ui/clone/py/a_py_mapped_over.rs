//! A new reference needs a token, also inside an `Option`.
//! Twin: `pass/clone.rs`, `a_py_mapped_over`

use gilref::{Py, types::PyAny};

fn copy(object: &Option<Py<PyAny>>) -> Option<Py<PyAny>> {
    object.as_ref().map(|object| object.clone())
}

fn main() {}
