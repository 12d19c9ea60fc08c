//! What `bind` lends borrows the `Py`, which keeps the object alive.
//! Twin: `pass/lifetimes.rs`, `a_bound_that_owns`

use gilref::{Bound, Py, Python, types::PyAny};

fn make<'py>(py: Python<'py>, object: Py<PyAny>) -> &'py Bound<'py, PyAny> {
    object.bind(py)
}

fn main() {}
