//! Not every value proves that this thread is attached.
//! Twin: `pass/main.rs`, `either_token`

use gilref::GilClone;
use pyo3::prelude::*;

#[derive(GilClone)]
struct Handler {
    callback: Py<PyAny>,
}

fn copy(handler: &Handler, other: &Bound<'_, PyAny>) -> Handler {
    handler.clone_ref(other)
}

fn main() {}
