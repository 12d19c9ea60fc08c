//! Both derives on one type: `GilClone` is fine, `Clone` still can't clone a `Py`.
//! Twin: `pass/clone.rs`, `a_struct`

use gilref::{GilClone, Py, types::PyAny};

#[derive(Clone, GilClone)]
struct Handler {
    callback: Py<PyAny>,
}

fn main() {}
