//! A token can't even be looked at from another thread: it is not `Sync`.
//! Twin: `pass/threads.rs`, `another_thread_attaches_for_itself`

use gilref::Python;

fn share<T: Sync>(_value: &T) {}

fn print(py: Python<'_>) {
    share(&py);
}

fn main() {}
