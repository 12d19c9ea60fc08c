//! A container is `Clone` where its elements are, and `Py` is not.
//! Twin: `pass/clone.rs`, `containers`

use gilref::{Py, types::PyAny};

fn twice(objects: Vec<Py<PyAny>>) -> (Vec<Py<PyAny>>, Vec<Py<PyAny>>) {
    (objects.clone(), objects)
}

fn main() {}
