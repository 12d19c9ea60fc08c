//! The path that `with` gives must lead to a function.
//! Twin: `pass/derive/attributes.rs`, `a_function`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
struct Handler {
    #[gil_clone(with = copy_name)]
    name: String,
    callback: Py<PyAny>,
}

fn main() {}
