//! `with` says which function.
//! Twin: `pass/derive/attributes.rs`, `a_function`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
struct Handler {
    #[gil_clone(with)]
    name: String,
    #[gil_clone(with =)]
    path: String,
    callback: Py<PyAny>,
}

fn main() {}
