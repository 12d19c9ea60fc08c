//! What contains a `Bound` carries its token, and stays on its thread with it.
//! Twin: `pass/threads.rs`, `a_py_through_a_channel`

use gilref::{Bound, types::PyAny};

struct Worker;

impl Worker {
    fn submit<T: Send>(&self, _job: T) {}
}

fn submit(worker: &Worker, key: Bound<'_, PyAny>, value: Bound<'_, PyAny>) {
    worker.submit((key, value));
}

fn main() {}
