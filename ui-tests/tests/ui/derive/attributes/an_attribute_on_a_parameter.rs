//! Bounds on a parameter are said on the type, with `bound`.
//! Twin: `pass/derive/attributes.rs`, `a_bound_of_ones_own`

use gilref::{GilClone, Py};

#[derive(GilClone)]
struct Handler<#[gil_clone(clone)] T> {
    state: T,
    callback: Py<T>,
}

fn main() {}
