//! What an attribute says stands in parentheses.
//! Twin: `pass/derive/attributes.rs`, `a_field_with_only_clone`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
struct Handler {
    #[gil_clone]
    name: String,
    #[gil_clone = "clone"]
    path: String,
    #[gil_clone[clone]]
    topic: String,
    callback: Py<PyAny>,
}

fn main() {}
