//! There is no such attribute, and none with a name like it.
//! Twin: `pass/derive/attributes.rs`, `a_field_with_only_clone`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
struct Handler {
    #[gil_clone(rename = "on_event")]
    callback: Py<PyAny>,
}

fn main() {}
