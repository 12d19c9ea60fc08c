//! To know that this thread is attached is not to prove it to the compiler.
//! Twin: `pass/token.rs`, `a_token_from_the_answer_to_is_attached`

use gilref::{Py, Python, types::PyAny};

fn copy(object: &Py<PyAny>) -> Py<PyAny> {
    object.clone_ref(Python::is_attached())
}

fn main() {}
