//! `Py` owns its reference: it is moved, never copied in secret.
//! Twin: `pass/clone.rs`, `an_owned_py`

use gilref::{Py, types::PyAny};

fn twice(object: Py<PyAny>) -> (Py<PyAny>, Py<PyAny>) {
    (object, object)
}

fn main() {}
