//! A `Bound` carries a token, and so may not get into `detach`.
//! Twin: `pass/threads.rs`, `a_py_in_detach`

use gilref::{Bound, PyResult, types::PyAny};

fn len(object: &Bound<'_, PyAny>) -> PyResult<usize> {
    object.py().detach(|| object.len())
}

fn main() {}
