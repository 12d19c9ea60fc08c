//! A function that clones a field takes a reference to it, and a token: nothing is to be removed from the field.
//! Twin: `pass/derive/attributes.rs`, `a_function`

use gilref::{GilClone, Py, Python, types::PyAny};

fn alone(port: &u16) -> u16 {
    *port
}

fn with_more(port: &u16, _py: Python<'_>, offset: u16) -> u16 {
    *port + offset
}

fn by_value(port: u16, _py: Python<'_>) -> u16 {
    port
}

#[derive(GilClone)]
struct Handler {
    #[gil_clone(with = alone)]
    port: u16,
    #[gil_clone(with = with_more)]
    other: u16,
    #[gil_clone(with = by_value)]
    last: u16,
    callback: Py<PyAny>,
}

fn main() {}
