//! `clone` asks for `Clone`, which the field's type must have.
//! Twin: `pass/derive/attributes.rs`, `a_field_with_only_clone`

use gilref::{GilClone, Py, types::PyAny};

struct Connection {
    port: u16,
}

#[derive(GilClone)]
struct Handler {
    #[gil_clone(clone)]
    connection: Connection,
    callback: Py<PyAny>,
}

fn main() {}
