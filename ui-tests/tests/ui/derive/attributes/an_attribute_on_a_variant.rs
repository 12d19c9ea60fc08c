//! Each field of a variant says how it is cloned; the variant itself has nothing to say.
//! Twin: `pass/derive/attributes.rs`, `attributes_in_a_variant`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
enum Source {
    #[gil_clone(clone)]
    File(String),
    Object(Py<PyAny>),
}

fn main() {}
