//! No name of the generated code can be seen by what the user writes.
//! Twin: `pass/hygiene/names.rs`, `names_of_the_expansion`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
struct Handler {
    #[gil_clone(with = __py)]
    name: String,
    #[gil_clone(with = __field)]
    path: String,
    callback: Py<PyAny>,
}

fn main() {}
