//! A new reference needs a proof that this thread is attached.
//! Twin: `pass/clone.rs`, `an_owned_py`

use gilref::{Py, types::PyAny};

fn copy(object: &Py<PyAny>) -> Py<PyAny> {
    object.clone_ref()
}

fn main() {}
