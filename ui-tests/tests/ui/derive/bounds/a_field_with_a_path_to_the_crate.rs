//! A path to the crate of one's own moves no error away from the field's type.
//! Twin: `pass/derive/attributes.rs`, `a_path_to_the_crate`

use gilref::{GilClone, Py, types::PyAny};

struct Connection;

#[derive(GilClone)]
#[gil_clone(crate = "gilref")]
struct Handler {
    connection: Option<Connection>,
    callback: Py<PyAny>,
}

fn main() {}
