//! A function that asks for `Clone` can't be given what has only `GilClone`.
//! Twin: `pass/clone.rs`, `a_generic_function`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
struct Handler {
    callback: Py<PyAny>,
}

fn twice<T: Clone>(value: T) -> (T, T) {
    (value.clone(), value)
}

fn copy(handler: Handler) -> (Handler, Handler) {
    twice(handler)
}

fn main() {}
