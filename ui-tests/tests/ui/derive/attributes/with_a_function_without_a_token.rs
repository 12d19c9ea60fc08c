//! The function takes the token too, whether it needs it or not.
//! Twin: `pass/derive/attributes.rs`, `a_function`

use gilref::{GilClone, Py, types::PyAny};

fn copy(name: &String) -> String {
    name.clone()
}

#[derive(GilClone)]
struct Handler {
    #[gil_clone(with = copy)]
    name: String,
    callback: Py<PyAny>,
}

fn main() {}
