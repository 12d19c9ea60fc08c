//! Std's `derive(Clone)` clones each field with `Clone`, which `Py` has not.
//! Twin: `pass/clone.rs`, `a_struct`

use gilref::{Py, types::PyAny};

#[derive(Clone)]
struct Handler {
    name: String,
    callback: Py<PyAny>,
}

fn main() {}
