//! `Display` would run Python's `str()`, for which a `Py` has no proof that this thread is attached.
//! Twin: `pass/token.rs`, `a_bound_that_is_displayed`

use gilref::{Py, types::PyAny};

fn print(object: &Py<PyAny>) {
    println!("{object}");
}

fn main() {}
