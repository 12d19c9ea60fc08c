//! One mistake, one error: the type counts as `GilClone` wherever it is used.
//! Twin: `pass/derive/attributes.rs`, `a_field_with_only_clone`

use gilref::{GilClone, Py, Python, types::PyAny};

#[derive(GilClone)]
struct Handler {
    #[gil_clone(clones)]
    name: String,
    callback: Py<PyAny>,
}

#[derive(GilClone)]
struct Registry {
    handlers: Vec<Handler>,
}

fn copy(registry: &Registry, py: Python<'_>) -> (Registry, Vec<Handler>) {
    (registry.clone_ref(py), registry.handlers.clone_ref(py))
}

fn main() {}
