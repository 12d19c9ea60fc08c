//! The compiler reports a keyword once, and the derive adds nothing.
//! Twin: `pass/hygiene/names.rs`, `names_of_the_expansion`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
struct Handler {
    callback: Py<PyAny>,
    gen: u64,
}

#[derive(GilClone)]
enum Source {
    Object { async: Py<PyAny> },
    dyn,
}

fn main() {}
