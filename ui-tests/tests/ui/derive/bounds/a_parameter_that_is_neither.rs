//! A generic type is `GilClone` where its parameter is.
//! Twin: `pass/derive/bounds.rs`, `a_parameter`

use gilref::{GilClone, Py, Python, types::PyAny};

struct Connection;

#[derive(GilClone)]
struct Handler<T> {
    state: T,
    callback: Py<PyAny>,
}

fn copy(handler: &Handler<Connection>, py: Python<'_>) -> Handler<Connection> {
    handler.clone_ref(py)
}

fn main() {}
