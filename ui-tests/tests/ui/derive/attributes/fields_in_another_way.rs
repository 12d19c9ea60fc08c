//! All fields can be cloned by `Clone` or by `GilClone`, and in no other way at once.
//! Twin: `pass/derive/attributes.rs`, `fields_by_clone`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
#[gil_clone(fields = default)]
struct Circuit {
    name: String,
    metadata: Py<PyAny>,
}

#[derive(GilClone)]
#[gil_clone(clone, fields = clone)]
struct Gate {
    name: String,
}

fn main() {}
