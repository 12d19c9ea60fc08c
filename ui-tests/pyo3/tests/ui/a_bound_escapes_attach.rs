//! The copy of a struct that holds a `Bound` is bound to the same attachment.
//! Twin: `pass/main.rs`, `a_copy_leaves_attach`

use gilref::GilClone;
use pyo3::prelude::*;

#[derive(GilClone)]
struct Cell<'py> {
    value: Bound<'py, PyAny>,
}

fn escape(value: &Py<PyAny>) -> usize {
    let copy = Python::attach(|py| {
        let value = value.bind(py).to_owned();
        Cell { value }.clone_ref(py)
    });
    copy.value.as_ptr() as usize
}

fn main() {}
