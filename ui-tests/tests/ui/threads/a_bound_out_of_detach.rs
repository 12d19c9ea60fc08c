//! What `detach` returns is made by a detached thread, and carries no token.
//! Twin: `pass/threads.rs`, `a_py_out_of_detach`

use gilref::{Bound, Python, types::PyAny};

fn made<'py>(py: Python<'py>, make: fn() -> Bound<'py, PyAny>) -> Bound<'py, PyAny> {
    py.detach(make)
}

fn main() {}
