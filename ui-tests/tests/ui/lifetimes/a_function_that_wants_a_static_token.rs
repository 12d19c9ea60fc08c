//! No attachment lasts for ever: nobody can call a function that wants a token that does.
//! Twin: `pass/lifetimes.rs`, `a_function_over_any_token`

use gilref::{Py, Python, types::PyAny};

fn copy(object: &Py<PyAny>, py: Python<'static>) -> Py<PyAny> {
    object.clone_ref(py)
}

fn call(object: &Py<PyAny>) -> Py<PyAny> {
    Python::attach(|py| copy(object, py))
}

fn main() {}
