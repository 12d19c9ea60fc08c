//! An attribute is given once, however many times `#[gil_clone(..)]` is written.
//! Twin: `pass/derive/attributes.rs`, `a_field_with_only_clone`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
struct Handler {
    #[gil_clone(default)]
    #[gil_clone(default)]
    calls: usize,
    callback: Py<PyAny>,
}

fn main() {}
