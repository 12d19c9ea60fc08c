//! `Box` is `Clone` where its content is, and `Py` is not.
//! Twin: `pass/clone.rs`, `containers`

use gilref::{Py, types::PyAny};

fn twice(object: Box<Py<PyAny>>) -> (Box<Py<PyAny>>, Box<Py<PyAny>>) {
    (object.clone(), object)
}

fn main() {}
