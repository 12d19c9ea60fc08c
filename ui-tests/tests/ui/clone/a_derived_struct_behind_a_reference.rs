//! `derive(GilClone)` gives no `Clone`: `clone` finds the one of references, which is not what is expected.
//! Twin: `pass/clone.rs`, `a_struct`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
struct Handler {
    callback: Py<PyAny>,
}

fn copy(handler: &Handler) -> Handler {
    handler.clone()
}

fn main() {}
