//! A `Bound` of an inner attachment is not one of an outer attachment.
//! Twin: `pass/lifetimes.rs`, `a_bound_of_an_inner_borrow`

use gilref::{Bound, Python, types::PyAny};

fn make<'py>(_py: Python<'py>) -> Bound<'py, PyAny> {
    Python::attach(|inner| inner.none())
}

fn main() {}
