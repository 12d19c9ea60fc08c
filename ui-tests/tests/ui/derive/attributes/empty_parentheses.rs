//! An attribute that says nothing is a mistake.
//! Twin: `pass/derive/attributes.rs`, `a_field_with_only_clone`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
#[gil_clone()]
struct Handler {
    #[gil_clone()]
    callback: Py<PyAny>,
}

fn main() {}
