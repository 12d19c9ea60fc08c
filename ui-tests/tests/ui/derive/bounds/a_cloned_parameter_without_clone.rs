//! A parameter of a `clone` field needs `Clone`.
//! Twin: `pass/derive/bounds.rs`, `a_cloned_parameter`

use gilref::{GilClone, Py, Python, types::PyAny};

struct Connection;

#[derive(GilClone)]
struct Handler<T> {
    #[gil_clone(clone)]
    state: T,
    callback: Py<PyAny>,
}

fn copy(handler: &Handler<Connection>, py: Python<'_>) -> Handler<Connection> {
    handler.clone_ref(py)
}

fn main() {}
