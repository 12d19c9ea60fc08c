//! `with` takes a path as it is; quotes are for `bound` and `crate`, whose values are no expressions.
//! Twin: `pass/derive/attributes.rs`, `a_function`

use gilref::{GilClone, Py, Python, types::PyAny};

fn copy(name: &String, _py: Python<'_>) -> String {
    name.clone()
}

#[derive(GilClone)]
struct Handler {
    #[gil_clone(with = "copy")]
    name: String,
    callback: Py<PyAny>,
}

fn main() {}
