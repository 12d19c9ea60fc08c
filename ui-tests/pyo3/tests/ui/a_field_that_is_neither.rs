//! The type of each field must be `GilClone`, or the field say how else it is cloned.
//! Twin: `pass/main.rs`, `a_field_with_only_clone`

use gilref::GilClone;
use pyo3::prelude::*;

struct Connection {
    port: u16,
}

#[derive(GilClone)]
struct Handler {
    connection: Connection,
    callback: Py<PyAny>,
}

fn main() {}
