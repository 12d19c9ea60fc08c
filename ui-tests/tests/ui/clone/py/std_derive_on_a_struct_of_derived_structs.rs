//! Std's `derive(Clone)` clones each field with `Clone`, which a type that derives `GilClone` has not.
//! Twin: `pass/clone.rs`, `a_struct_of_derived_structs`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
struct Handler {
    callback: Py<PyAny>,
}

#[derive(Clone)]
struct Registry {
    fallback: Handler,
}

fn main() {}
