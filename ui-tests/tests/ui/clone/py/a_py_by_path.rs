//! `Clone::clone` called by its path asks for the trait, and `Py` does not have it.
//! Twin: `pass/clone.rs`, `an_owned_py`

use gilref::{Py, types::PyAny};

fn copy(object: &Py<PyAny>) -> Py<PyAny> {
    Clone::clone(object)
}

fn main() {}
