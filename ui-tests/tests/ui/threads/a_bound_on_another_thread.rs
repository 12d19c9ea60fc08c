//! A `Bound` carries its token, which is good on its own thread only: `Bound` is not `Send`.
//! Twin: `pass/threads.rs`, `a_py_on_another_thread`

use gilref::{Bound, types::PyAny};
use std::thread;

fn on_another_thread(work: impl FnOnce() + Send) {
    thread::scope(|scope| {
        scope.spawn(work);
    });
}

fn release(object: Bound<'_, PyAny>) {
    on_another_thread(move || drop(object));
}

fn main() {}
