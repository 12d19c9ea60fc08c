//! A function that asks for `Clone` can't be given a `Py`.
//! Twin: `pass/clone.rs`, `a_generic_function`

use gilref::{Py, types::PyAny};

fn twice<T: Clone>(value: T) -> (T, T) {
    (value.clone(), value)
}

fn copy(object: Py<PyAny>) -> (Py<PyAny>, Py<PyAny>) {
    twice(object)
}

fn main() {}
