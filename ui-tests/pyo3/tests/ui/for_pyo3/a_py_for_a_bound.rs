//! What an object can do takes a token.
//! Twin: `pass/for_pyo3.rs`, `bind`

use gilref::for_pyo3::Py;
use pyo3::prelude::{PyAny, PyAnyMethods};

fn length(list: &Py<PyAny>) -> usize {
    list.len().unwrap()
}

fn main() {}
