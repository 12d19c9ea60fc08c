//! A mutable reference can't be copied, wherever it is.
//! Twin: `pass/derive/shapes.rs`, `references_in_other_types`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
struct Handler<'a> {
    option: Option<&'a mut u8>,
    list: Vec<(u8, &'a mut u8)>,
    callback: Py<PyAny>,
}

fn main() {}
