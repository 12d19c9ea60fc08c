//! A `Bound` carries a token and is none: a token is `Copy`, a `Bound` counts a reference.
//! Twin: `pass/token.rs`, `the_token_of_a_bound`

use gilref::{Bound, Py, types::PyAny};

fn copy(object: &Py<PyAny>, other: &Bound<'_, PyAny>) -> Py<PyAny> {
    object.clone_ref(other)
}

fn main() {}
