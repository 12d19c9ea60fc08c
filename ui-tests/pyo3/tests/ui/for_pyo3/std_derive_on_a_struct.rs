//! What holds gilref's `Py` derives `GilClone`, not `Clone`.
//! Twin: `pass/for_pyo3.rs`, `clone_ref`

use gilref::for_pyo3::Py;
use pyo3::PyAny;

#[derive(Clone)]
struct Handler {
    callback: Py<PyAny>,
}

fn main() {}
