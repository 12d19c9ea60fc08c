//! Std's `derive(Clone)` clones each field of each variant with `Clone`, which `Py` has not.
//! Twin: `pass/clone.rs`, `an_enum`

use gilref::{Py, types::PyAny};

#[derive(Clone)]
enum Source {
    File(String),
    Object { object: Py<PyAny> },
}

fn main() {}
