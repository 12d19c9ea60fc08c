//! `PyErr` holds a Python object, and so has `clone_ref` and no `Clone`.
//! Twin: `pass/clone.rs`, `an_error`

use gilref::PyErr;

fn twice(error: PyErr) -> (PyErr, PyErr) {
    (error.clone(), error)
}

fn main() {}
