//! What the user writes can't name the token that the generated code passes on.
//! Twin: `pass/hygiene/names.rs`, `names_of_the_expansion`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
struct Handler {
    #[gil_clone(with = __py)]
    name: String,
    callback: Py<PyAny>,
}

fn main() {}
