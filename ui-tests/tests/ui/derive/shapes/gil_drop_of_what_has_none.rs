//! The type of each field must be `GilDrop`, or the field say that it is dropped as Rust drops it.
//! Twin: `pass/derive/shapes.rs`, `gil_drop`

use gilref::{GilClone, GilDrop, Py, types::PyAny};

struct Foreign;

#[derive(GilDrop)]
struct Holder {
    foreign: Vec<Foreign>,
    callback: Py<PyAny>,
}

#[derive(GilClone, GilDrop)]
struct Wrong {
    #[gil_clone(cloen)]
    foreign: u8,
    #[gil_drop(plan)]
    callback: Py<PyAny>,
}

fn main() {}
