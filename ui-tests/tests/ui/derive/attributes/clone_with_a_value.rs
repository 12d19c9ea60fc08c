//! `clone` takes no value, and `default` takes none but a path.
//! Twin: `pass/derive/attributes.rs`, `a_field_with_only_clone`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
struct Handler {
    #[gil_clone(clone = true)]
    name: String,
    #[gil_clone(default = 0)]
    calls: usize,
    callback: Py<PyAny>,
}

fn main() {}
