//! The predicates stand without the `where`.
//! Twin: `pass/derive/attributes.rs`, `a_bound_on_a_field`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
#[gil_clone(bound = "where T: GilClone")]
struct Handler<T> {
    state: T,
    callback: Py<PyAny>,
}

fn main() {}
