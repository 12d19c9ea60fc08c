//! `crate` says where gilref is.
//! Twin: `pass/derive/attributes.rs`, `a_path_to_the_crate`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
#[gil_clone(crate)]
struct Handler {
    callback: Py<PyAny>,
}

fn main() {}
