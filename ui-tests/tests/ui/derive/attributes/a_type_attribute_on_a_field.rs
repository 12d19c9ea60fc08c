//! Where gilref is found is said on the type.
//! Twin: `pass/derive/attributes.rs`, `a_bound_of_ones_own`

use gilref::{GilClone, Py};

#[derive(GilClone)]
struct Handler<T> {
    #[gil_clone(crate = gilref)]
    state: T,
    callback: Py<T>,
}

fn main() {}
