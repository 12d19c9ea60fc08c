//! `#[gil_clone(..)]` belongs to `derive(GilClone)`, and means nothing without it.
//! Twin: `pass/derive/attributes.rs`, `a_field_with_only_clone`

use gilref::{Py, types::PyAny};

struct Handler {
    #[gil_clone(clone)]
    name: String,
    callback: Py<PyAny>,
}

fn main() {}
