//! An attribute is given once.
//! Twin: `pass/derive/attributes.rs`, `a_field_with_only_clone`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
#[gil_clone(crate = "gilref", crate = "gilref")]
struct Handler {
    #[gil_clone(clone, clone)]
    name: String,
    callback: Py<PyAny>,
}

fn main() {}
