//! A container is `GilClone` where its elements are.
//! Twin: `pass/derive/bounds.rs`, `fields`

use gilref::{GilClone, Py, types::PyAny};
use std::collections::HashMap;

struct Connection;

#[derive(GilClone)]
struct Handler {
    connections: HashMap<String, Vec<Connection>>,
    callback: Py<PyAny>,
}

fn main() {}
