//! `bound` takes its predicates as a string.
//! Twin: `pass/derive/attributes.rs`, `a_bound_of_ones_own`

use gilref::{GilClone, Py};

#[derive(GilClone)]
#[gil_clone(bound = T: GilClone)]
struct Handler<T> {
    state: T,
    callback: Py<T>,
}

fn main() {}
