//! A `Bound` can't even be looked at from another thread: it is not `Sync`.
//! Twin: `pass/threads.rs`, `a_py_on_another_thread`

use gilref::{Bound, types::PyAny};

fn share<T: Sync>(_value: &T) {}

fn print(object: &Bound<'_, PyAny>) {
    share(object);
}

fn main() {}
