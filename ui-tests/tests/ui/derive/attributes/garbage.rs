//! Whatever stands in the parentheses, the macro says what it expected there.
//! Twin: `pass/derive/attributes.rs`, `a_field_with_only_clone`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
struct Handler {
    #[gil_clone("clone")]
    name: String,
    #[gil_clone(::)]
    path: String,
    #[gil_clone(clone with)]
    topic: String,
    #[gil_clone(,)]
    host: String,
    #[gil_clone((clone))]
    user: String,
    #[gil_clone(1 + 1, <, >)]
    port: u16,
    callback: Py<PyAny>,
}

fn main() {}
