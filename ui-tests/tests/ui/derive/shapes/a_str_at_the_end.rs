//! A clone is returned by value, and so has a size.
//! Twin: `pass/derive/shapes.rs`, `unsized_fields_behind_pointers`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
struct Named {
    object: Py<PyAny>,
    name: str,
}

fn main() {}
