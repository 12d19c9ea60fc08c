//! Each field whose type is not `GilClone` is reported at its own place.
//! Twin: `pass/derive/bounds.rs`, `fields`

use gilref::{GilClone, Py, types::PyAny};

struct Connection;

struct Session;

#[derive(GilClone)]
enum Source {
    Remote { connection: Connection },
    Local(Session, Py<PyAny>),
}

fn main() {}
