//! `derive(GilClone)` gives `clone_ref` and no `Clone`.
//! Twin: `pass/clone.rs`, `a_struct`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
struct Handler {
    name: String,
    callback: Py<PyAny>,
}

fn twice(handler: Handler) -> (Handler, Handler) {
    (handler.clone(), handler)
}

fn main() {}
