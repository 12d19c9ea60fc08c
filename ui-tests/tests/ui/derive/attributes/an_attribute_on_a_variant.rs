//! A function clones one field, not a variant.
//! Twin: `pass/derive/attributes.rs`, `attributes_in_a_variant`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
enum Source {
    #[gil_clone(with = gilref::with::plain_keys)]
    File(String),
    Object(Py<PyAny>),
}

fn main() {}
