//! Inside `detach` this thread is not attached, so that no token may get in.
//! Twin: `pass/threads.rs`, `a_py_in_detach`

use gilref::Python;

fn wait(py: Python<'_>) {
    py.detach(|| {
        let _still_attached = py;
    });
}

fn main() {}
