//! The guard keeps the state of the thread that made it: it is not `Send`.
//! Twin: `pass/token.rs`, `a_kept_thread_state_and_a_token`

use gilref::Python;

fn send<T: Send>(_value: T) {}

fn main() {
    send(Python::keep_thread_state());
}
