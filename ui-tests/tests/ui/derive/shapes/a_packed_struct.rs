//! A field of a packed struct may be unaligned, so that no reference to it can be taken.
//! Twin: `pass/derive/shapes.rs`, `every_repr`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
#[repr(C, packed)]
struct Entry {
    kind: u8,
    object: Py<PyAny>,
}

#[derive(GilClone)]
#[repr(packed(2))]
struct Row {
    kind: u8,
    object: Py<PyAny>,
}

fn main() {}
