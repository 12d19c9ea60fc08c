//! `derive(GilClone)` gives `clone_ref` and no `Clone`.
//! Twin: `pass/main.rs`, `a_struct`

use gilref::GilClone;
use pyo3::prelude::*;

#[derive(GilClone)]
struct Handler {
    name: String,
    callback: Py<PyAny>,
}

fn twice(handler: Handler) -> (Handler, Handler) {
    (handler.clone(), handler)
}

fn main() {}
