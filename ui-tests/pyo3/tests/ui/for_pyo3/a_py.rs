//! gilref's `Py` has no `Clone`, also where it is for PyO3's types and PyO3's `py-clone` is on.
//! Twin: `pass/for_pyo3.rs`, `clone_ref`

use gilref::for_pyo3::Py;
use pyo3::PyAny;

struct Handler {
    callback: Py<PyAny>,
}

fn copy(handler: &Handler) -> Py<PyAny> {
    handler.callback.clone()
}

fn main() {}
