//! A clone is returned by value, and so has a size, which std's types of these names have not.
//! Twin: `pass/derive/shapes.rs`, `types_with_the_names_of_unsized_ones`

use std::ffi::CStr;
use std::path::Path;

use gilref::{GilClone, GilDrop, Py, types::PyAny};

#[derive(GilClone)]
struct Module {
    object: Py<PyAny>,
    path: Path,
}

#[derive(GilClone)]
#[gil_clone(attach)]
struct Generic<T>(T, std::ffi::OsStr);

#[derive(GilClone)]
#[gil_clone(bound = "")]
struct Name(CStr);

#[derive(GilDrop)]
struct Dropped(Py<PyAny>, core::primitive::str);

fn main() {}
