//! A map is built anew from its keys, which must have what the map asks of them.
//! Twin: `pass/derive/bounds.rs`, `a_key`

use gilref::{GilClone, Py, Python, types::PyAny};
use std::collections::HashMap;

#[derive(GilClone)]
struct Topic(String);

#[derive(GilClone)]
struct Registry<K> {
    handlers: HashMap<K, Py<PyAny>>,
}

fn copy(registry: &Registry<Topic>, py: Python<'_>) -> Registry<Topic> {
    registry.clone_ref(py)
}

fn main() {}
