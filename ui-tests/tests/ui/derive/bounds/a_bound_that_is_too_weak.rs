//! `bound` replaces every inferred bound, so that it must ask for what the fields need.
//! Twin: `pass/derive/bounds.rs`, `a_parameter`

use gilref::{GilClone, Py};

#[derive(GilClone)]
#[gil_clone(bound = "")]
struct Handler<T> {
    state: T,
    callback: Py<T>,
}

fn main() {}
