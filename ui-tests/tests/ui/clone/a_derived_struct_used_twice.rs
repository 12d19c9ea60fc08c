//! A struct that holds a `Py` is moved, never copied in secret.
//! Twin: `pass/clone.rs`, `a_struct`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
struct Handler {
    callback: Py<PyAny>,
}

fn twice(handler: Handler) -> (Handler, Handler) {
    (handler, handler)
}

fn main() {}
