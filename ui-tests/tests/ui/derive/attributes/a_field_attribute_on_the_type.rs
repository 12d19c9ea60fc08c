//! What replaces one field's clone is said on the field.
//! Twin: `pass/derive/attributes.rs`, `a_field_with_only_clone`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
#[gil_clone(default)]
struct Handler {
    name: String,
    callback: Py<PyAny>,
}

fn main() {}
