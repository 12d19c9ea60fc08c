//! The path that `crate` gives must lead to gilref.
//! Twin: `pass/derive/attributes.rs`, `a_path_to_the_crate`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
#[gil_clone(crate = "crate::vendored::gilref")]
struct Handler {
    callback: Py<PyAny>,
}

fn main() {}
