//! `bound` asks another trait than the field needs: nothing is to be put behind the string.
//! Twin: `pass/derive/attributes.rs`, `a_bound_of_ones_own`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
#[gil_clone(bound = "T: Clone")]
struct Handler<T> {
    state: T,
    callback: Py<PyAny>,
}

fn main() {}
