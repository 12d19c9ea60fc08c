//! The guard keeps a thread state for later attachments. It attaches nothing, and so is no token.
//! Twin: `pass/token.rs`, `a_kept_thread_state_and_a_token`

use gilref::{Py, Python, types::PyAny};

fn copy(object: &Py<PyAny>) -> Py<PyAny> {
    let kept = Python::keep_thread_state();
    object.clone_ref(&kept)
}

fn main() {}
