//! `Clone` alone is not enough: there is no impl for every `T: Clone`.
//! Twin: `pass/derive/bounds.rs`, `fields`

use gilref::{GilClone, Py, types::PyAny};

#[derive(Clone)]
struct Connection {
    port: u16,
}

#[derive(GilClone)]
struct Handler {
    connection: Connection,
    callback: Py<PyAny>,
}

fn main() {}
