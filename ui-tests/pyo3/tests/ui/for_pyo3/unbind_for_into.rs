//! `unbind` gives PyO3's `Py`. gilref's is made by `into`.
//! Twin: `pass/for_pyo3.rs`, `into_for_unbind`

use gilref::for_pyo3::Py;
use pyo3::{Bound, PyAny};

struct Handler {
    callback: Py<PyAny>,
}

fn handler(callback: Bound<'_, PyAny>) -> Handler {
    Handler {
        callback: callback.unbind(),
    }
}

fn main() {}
