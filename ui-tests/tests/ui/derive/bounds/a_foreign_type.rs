//! A type of another crate is `GilClone` if gilref knows that crate.
//! Twin: `pass/derive/bounds.rs`, `fields`

use gilref::{GilClone, Py, types::PyAny};
use std::process::Child;

#[derive(GilClone)]
struct Worker {
    process: Child,
    callback: Py<PyAny>,
}

fn main() {}
