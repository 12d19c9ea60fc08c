//! `clone_ref` needs an attached thread, and inside `detach` it is not.
//! Twin: `pass/threads.rs`, `attach_in_detach`

use gilref::{Py, Python, types::PyAny};

fn copy(object: &Py<PyAny>, py: Python<'_>) -> Py<PyAny> {
    py.detach(|| object.clone_ref(py))
}

fn main() {}
