//! To wait for a lock while attached can deadlock: `Mutex` is not `GilClone`.
//! Twin: `pass/derive/bounds.rs`, `fields`

use gilref::{GilClone, Py, types::PyAny};
use std::sync::Mutex;

#[derive(GilClone)]
struct Handler {
    state: Mutex<Py<PyAny>>,
}

fn main() {}
