//! No `Py<T>` has `Clone`, whatever `T` is: `T` says what the object is, and is not in it.
//! Twin: `pass/clone.rs`, `a_py_of_any_type`

use gilref::Py;

fn copy<T: Clone>(object: &Py<T>) -> Py<T> {
    object.clone()
}

fn main() {}
