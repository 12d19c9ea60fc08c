//! A syntax error is reported once, by the compiler.
//! Twin: `pass/derive/shapes.rs`, `half_typed`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
struct Handler {
    callback: Py<PyAny>,
    name:
}

#[derive(GilClone)]
struct Other {
    callback: Py<PyAny>,
    name
}

fn main() {}
