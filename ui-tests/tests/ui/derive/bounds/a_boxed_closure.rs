//! What is behind `dyn` can't be cloned, unless it is shared.
//! Twin: `pass/derive/bounds.rs`, `fields`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
struct Handler {
    filter: Box<dyn Fn(&str) -> bool>,
    callback: Py<PyAny>,
}

fn main() {}
