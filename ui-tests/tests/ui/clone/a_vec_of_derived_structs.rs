//! A container is `Clone` where its elements are, and a type that derives `GilClone` is not.
//! Twin: `pass/clone.rs`, `containers`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
struct Handler {
    callback: Py<PyAny>,
}

fn twice(handlers: Vec<Handler>) -> (Vec<Handler>, Vec<Handler>) {
    (handlers.clone(), handlers)
}

fn main() {}
