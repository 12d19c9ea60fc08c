//! The function's second argument is a token.
//! Twin: `pass/derive/attributes.rs`, `a_function_over_any_token`

use gilref::{GilClone, Py, types::PyAny};

fn scale(size: &u16, factor: u16) -> u16 {
    size * factor
}

fn write<T>(name: &String, _: T) -> String {
    name.clone()
}

#[derive(GilClone)]
struct Handler {
    #[gil_clone(with = scale)]
    size: u16,
    #[gil_clone(with = write::<char>)]
    name: String,
    callback: Py<PyAny>,
}

fn main() {}
