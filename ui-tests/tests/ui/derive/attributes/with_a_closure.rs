//! `with` takes a path to a function.
//! Twin: `pass/derive/attributes.rs`, `a_function`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
struct Handler {
    #[gil_clone(with = |name, _py| name.clone())]
    name: String,
    callback: Py<PyAny>,
}

fn main() {}
