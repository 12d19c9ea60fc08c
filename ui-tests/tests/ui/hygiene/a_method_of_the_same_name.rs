//! The generated code asks for the trait: a method of the type that happens to be called `clone_ref` is no impl of it.
//! Twin: `pass/hygiene/names.rs`, `a_method_of_the_same_name`

use gilref::{GilClone, Py, Python, types::PyAny};

struct Connection;

impl Connection {
    fn clone_ref(&self, _py: Python<'_>) -> Self {
        Connection
    }
}

#[derive(GilClone)]
struct Handler {
    connection: Connection,
    callback: Py<PyAny>,
}

fn main() {}
