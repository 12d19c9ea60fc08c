//! A type or a variant that is cloned as a whole has no exceptions.
//! Twin: `pass/derive/attributes.rs`, `fields_by_clone`

use gilref::{GilClone, Py, types::PyAny};

#[derive(Clone, GilClone)]
#[gil_clone(clone)]
struct Circuit {
    name: String,
    #[gil_clone(default)]
    cache: Vec<u8>,
}

#[derive(GilClone)]
enum Gate {
    #[gil_clone(clone)]
    Plain(String, #[gil_clone(clone_ref)] Py<PyAny>),
}

fn main() {}
