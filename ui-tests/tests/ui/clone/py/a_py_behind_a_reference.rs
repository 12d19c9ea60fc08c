//! Through a reference, `clone` finds the `Clone` of `&Py`, which is not what is expected.
//! Twin: `pass/clone.rs`, `a_py_behind_a_reference`

use gilref::{Py, types::PyAny};

fn copy(object: &Py<PyAny>) -> Py<PyAny> {
    object.clone()
}

fn main() {}
