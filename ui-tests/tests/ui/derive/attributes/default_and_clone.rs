//! A field is cloned in one way, not in two.
//! Twin: `pass/derive/attributes.rs`, `a_fresh_default`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
struct Handler {
    #[gil_clone(default)]
    #[gil_clone(clone)]
    calls: usize,
    callback: Py<PyAny>,
}

fn main() {}
