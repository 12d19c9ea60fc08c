//! A `Clone` that calls `GilClone` can't be what `GilClone` calls.
//! Twin: `pass/derive/attributes.rs`, `clone_on_a_type`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
#[gil_clone(clone, attach)]
struct Call {
    function: Py<PyAny>,
}

fn main() {}
