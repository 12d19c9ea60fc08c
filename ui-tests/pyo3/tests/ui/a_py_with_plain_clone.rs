//! `#[gil_clone(clone)]` asks for `Clone`, which PyO3's `Py` has not: it needs no attribute.
//! Twin: `pass/main.rs`, `a_field_with_only_clone`

use gilref::GilClone;
use pyo3::prelude::*;

#[derive(GilClone)]
struct Handler {
    #[gil_clone(clone)]
    callback: Py<PyAny>,
}

fn main() {}
