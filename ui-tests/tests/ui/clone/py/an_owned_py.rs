//! A new reference needs a token, which `clone` can't ask for: `Py` has no `Clone`.
//! Twin: `pass/clone.rs`, `an_owned_py`

use gilref::{Py, types::PyAny};

fn twice(object: Py<PyAny>) -> (Py<PyAny>, Py<PyAny>) {
    (object.clone(), object)
}

fn main() {}
