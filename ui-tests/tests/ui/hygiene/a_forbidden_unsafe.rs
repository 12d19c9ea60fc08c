//! `forbid(unsafe_code)` holds for what the user writes, as ever; the expansion has none.
//! Twin: `pass/hygiene/names.rs`, `under_forbid_unsafe`

#![forbid(unsafe_code)]

use gilref::{GilClone, Py, Python, types::PyAny};

#[derive(GilClone)]
struct Handler {
    callback: Py<PyAny>,
}

fn copy(handler: &Handler) -> Handler {
    handler.clone_ref(unsafe { Python::assume_attached() })
}

fn main() {}
