//! `T: GilClone` promises `clone_ref` and not `clone`.
//! Twin: `pass/clone.rs`, `a_generic_function`

use gilref::GilClone;

fn twice<T: GilClone>(value: T) -> (T, T) {
    (value.clone(), value)
}

fn main() {}
