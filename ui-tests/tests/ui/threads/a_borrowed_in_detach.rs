//! A `Borrowed` carries a token, and so may not get into `detach`.
//! Twin: `pass/threads.rs`, `a_py_in_detach`

use gilref::{Borrowed, types::PyAny};

fn print(object: Borrowed<'_, '_, PyAny>) {
    object.py().detach(|| println!("{object}"));
}

fn main() {}
