//! `Option` is `Clone` where its content is, and `Py` is not.
//! Twin: `pass/clone.rs`, `containers`

use gilref::{Py, types::PyAny};

fn twice(object: Option<Py<PyAny>>) -> (Option<Py<PyAny>>, Option<Py<PyAny>>) {
    (object.clone(), object)
}

fn main() {}
