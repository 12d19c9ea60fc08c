//! A token is passed by value; it is `Copy` and has no size.
//! Twin: `pass/token.rs`, `a_token`

use gilref::{Py, Python, types::PyAny};

fn copy(object: &Py<PyAny>, py: &Python<'_>) -> Py<PyAny> {
    object.clone_ref(py)
}

fn main() {}
