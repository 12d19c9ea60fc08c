//! What `bind` lends carries a token, so that it can't leave the attachment, though the `Py` lives on.
//! Twin: `pass/lifetimes.rs`, `a_py_leaves_attach`

use gilref::{Py, Python, types::PyAny};

fn print(object: &Py<PyAny>) {
    let bound = Python::attach(|py| object.bind(py));
    println!("{bound}");
}

fn main() {}
