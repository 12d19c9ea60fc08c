//! The copy is made where the token is good; the copy may travel, the token may not.
//! Twin: `pass/threads.rs`, `a_derived_copy_on_another_thread`

use gilref::{GilClone, Py, Python, types::PyAny};
use std::thread;

#[derive(GilClone)]
struct Handler {
    callback: Py<PyAny>,
}

fn on_another_thread(work: impl FnOnce() + Send) {
    thread::scope(|scope| {
        scope.spawn(work);
    });
}

fn start(handler: &Handler, py: Python<'_>) {
    on_another_thread(|| {
        handler.clone_ref(py);
    });
}

fn main() {}
