//! The function that makes a default takes nothing, and returns the field's type.
//! Twin: `pass/derive/attributes.rs`, `a_default_by_a_function`

use gilref::{GilClone, Py, types::PyAny};

fn sized(size: usize) -> Vec<u8> {
    Vec::with_capacity(size)
}

fn none() -> usize {
    0
}

#[derive(GilClone)]
struct Handler {
    #[gil_clone(default = sized)]
    cache: Vec<u8>,
    #[gil_clone(default = none)]
    reads: u8,
    callback: Py<PyAny>,
}

fn main() {}
