//! The derived `clone_ref` asks for the proof that each `Py` in the struct needs.
//! Twin: `pass/clone.rs`, `a_struct`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
struct Handler {
    callback: Py<PyAny>,
}

fn copy(handler: &Handler) -> Handler {
    handler.clone_ref()
}

fn main() {}
