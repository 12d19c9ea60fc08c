//! Nothing can be moved out of a type that has a `Drop` impl: it has no `GilDrop`.
//! Twin: `pass/derive/shapes.rs`, `gil_drop`

use gilref::{GilDrop, Py, types::PyAny};

#[derive(GilDrop)]
struct Session {
    callback: Py<PyAny>,
    name: String,
}

impl Drop for Session {
    fn drop(&mut self) {}
}

#[derive(GilDrop)]
enum State<T> {
    Idle,
    Busy(T),
}

impl<T> Drop for State<T> {
    fn drop(&mut self) {}
}

fn main() {}
