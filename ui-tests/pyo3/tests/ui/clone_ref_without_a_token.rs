//! The derived `clone_ref` asks for PyO3's token, as `Py::clone_ref` does.
//! Twin: `pass/main.rs`, `a_struct`

use gilref::GilClone;
use pyo3::prelude::*;

#[derive(GilClone)]
struct Handler {
    callback: Py<PyAny>,
}

fn copy(handler: &Handler) -> Handler {
    handler.clone_ref()
}

fn main() {}
