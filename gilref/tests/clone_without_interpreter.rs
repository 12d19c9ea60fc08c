//! `AttachClone` where no interpreter was ever started: a process of its own, in which nothing starts one.
#![cfg(not(feature = "auto-initialize"))]

use gilref::AttachClone;

#[test]
#[should_panic(expected = "the Python interpreter is not initialized")]
fn attach_clone_panics_without_an_interpreter() {
    let _ = AttachClone(1).clone();
}
