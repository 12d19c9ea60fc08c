//! A field of an associated type needs that type to be `GilClone`.
//! Twin: `pass/derive/bounds.rs`, `an_associated_type`

use gilref::{GilClone, Py, Python, types::PyAny};

trait Protocol {
    type Connection;
}

struct Http;

struct Socket;

impl Protocol for Http {
    type Connection = Socket;
}

#[derive(GilClone)]
struct Handler<P: Protocol> {
    connection: P::Connection,
    callback: Py<PyAny>,
}

fn copy(handler: &Handler<Http>, py: Python<'_>) -> Handler<Http> {
    handler.clone_ref(py)
}

fn main() {}
