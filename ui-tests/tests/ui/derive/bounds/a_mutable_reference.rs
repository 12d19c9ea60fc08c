//! A mutable reference is the only one: it can't be copied.
//! Twin: `pass/derive/bounds.rs`, `fields`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
struct Handler<'a> {
    log: &'a mut Vec<Py<PyAny>>,
}

fn main() {}
