//! `bound` says which bounds.
//! Twin: `pass/derive/attributes.rs`, `a_bound_of_ones_own`

use gilref::{GilClone, Py};

#[derive(GilClone)]
#[gil_clone(bound)]
struct Handler<T> {
    state: T,
    callback: Py<T>,
}

fn main() {}
