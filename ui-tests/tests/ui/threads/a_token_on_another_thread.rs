//! A token proves that its own thread is attached, and says nothing of another: `Python` is not `Send`.
//! Twin: `pass/threads.rs`, `another_thread_attaches_for_itself`

use gilref::{Py, Python, types::PyAny};
use std::thread;

fn on_another_thread(work: impl FnOnce() + Send) {
    thread::scope(|scope| {
        scope.spawn(work);
    });
}

fn copy(object: &Py<PyAny>, py: Python<'_>) {
    on_another_thread(|| drop(object.clone_ref(py)));
}

fn main() {}
