//! What `detach` returns is made by a detached thread, and carries no token.
//! Twin: `pass/threads.rs`, `a_py_out_of_detach`

use gilref::{Bound, Python, types::PyAny};

fn make<'py>(py: Python<'py>) -> Bound<'py, PyAny> {
    py.detach(|| -> Bound<'py, PyAny> { unimplemented!() })
}

fn main() {}
