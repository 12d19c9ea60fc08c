//! `to_owned` is `clone` under another name, and with PyO3's `py-clone` PyO3 has it.
//! Twin: `pass/for_pyo3.rs`, `clone_ref`

use gilref::for_pyo3::Py;
use pyo3::PyAny;

struct Handler {
    callback: Py<PyAny>,
}

fn copy(handler: &Handler) -> Py<PyAny> {
    handler.callback.to_owned().into()
}

fn main() {}
