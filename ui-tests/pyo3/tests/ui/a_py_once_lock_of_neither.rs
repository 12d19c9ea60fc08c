//! A cell is `GilClone` where its content is.
//! Twin: `pass/main.rs`, `every_type_of_pyo3`

use gilref::GilClone;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

struct Connection;

#[derive(GilClone)]
struct Handler {
    connection: PyOnceLock<Connection>,
    callback: Py<PyAny>,
}

fn main() {}
