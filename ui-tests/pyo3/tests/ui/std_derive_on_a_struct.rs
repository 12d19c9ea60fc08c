//! PyO3's `Py` has no `Clone`, and so the struct can derive none.
//! Twin: `pass/main.rs`, `a_struct`

use pyo3::prelude::*;

#[derive(Clone)]
struct Handler {
    name: String,
    callback: Py<PyAny>,
}

fn main() {}
