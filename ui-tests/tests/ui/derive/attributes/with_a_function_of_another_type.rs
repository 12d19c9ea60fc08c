//! The function takes a reference to the field and returns a value of the field's type.
//! Twin: `pass/derive/attributes.rs`, `a_function`

use gilref::{GilClone, Py, Python, types::PyAny};

fn copy_port(port: &u16, _py: Python<'_>) -> u16 {
    *port
}

fn len(name: &String, _py: Python<'_>) -> usize {
    name.len()
}

#[derive(GilClone)]
struct Handler {
    #[gil_clone(with = copy_port)]
    name: String,
    #[gil_clone(with = len)]
    path: String,
    callback: Py<PyAny>,
}

fn main() {}
