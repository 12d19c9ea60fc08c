//! A `Borrowed` carries a token, which is good on its own thread only: `Borrowed` is not `Send`.
//! Twin: `pass/threads.rs`, `a_py_on_another_thread`

use gilref::{Borrowed, types::PyAny};
use std::thread;

fn on_another_thread(work: impl FnOnce() + Send) {
    thread::scope(|scope| {
        scope.spawn(work);
    });
}

fn print(object: Borrowed<'_, '_, PyAny>) {
    on_another_thread(move || println!("{object}"));
}

fn main() {}
