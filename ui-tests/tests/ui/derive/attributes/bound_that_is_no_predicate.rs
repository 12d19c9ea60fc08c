//! The string of `bound` is what would stand after `where`.
//! Twin: `pass/derive/attributes.rs`, `a_bound_of_ones_own`

use gilref::{GilClone, Py};

#[derive(GilClone)]
#[gil_clone(bound = "GilClone")]
struct Handler<T> {
    state: T,
    callback: Py<T>,
}

fn main() {}
