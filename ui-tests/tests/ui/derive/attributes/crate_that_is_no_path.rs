//! The string of `crate` is a path.
//! Twin: `pass/derive/attributes.rs`, `a_path_to_the_crate`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
#[gil_clone(crate = "my crate")]
struct Handler {
    callback: Py<PyAny>,
}

fn main() {}
