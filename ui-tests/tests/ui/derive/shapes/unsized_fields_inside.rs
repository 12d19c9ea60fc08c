//! Only at the end of a struct may a field be without a size: the compiler says so, once for each.
//! Twin: `pass/derive/shapes.rs`, `unsized_fields_behind_pointers`

use gilref::{GilClone, GilDrop, Py, types::PyAny};

#[derive(GilClone, GilDrop)]
struct Named {
    name: core::primitive::str,
    object: Py<PyAny>,
}

#[derive(GilClone, GilDrop)]
struct Tuple(str, Py<PyAny>);

#[derive(GilClone, GilDrop)]
enum Source {
    Name(core::primitive::str),
    Bytes { bytes: [u8] },
    Object(Py<PyAny>),
}

fn main() {}
