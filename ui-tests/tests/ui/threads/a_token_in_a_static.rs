//! A static is seen by all threads and for ever; a token is good on one thread and for a while.
//! Twin: `pass/threads.rs`, `a_py_in_a_static`

use gilref::Python;
use std::sync::OnceLock;

static INTERPRETER: OnceLock<Python<'static>> = OnceLock::new();

fn main() {}
