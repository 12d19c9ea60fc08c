//! There is no such attribute, but one with nearly the same name.
//! Twin: `pass/derive/attributes.rs`, `a_field_with_only_clone`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
#[gil_clone(bounds = "")]
struct Handler {
    #[gil_clone(clones)]
    name: String,
    #[gil_clone(Default)]
    calls: usize,
    callback: Py<PyAny>,
}

fn main() {}
