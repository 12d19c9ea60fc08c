//! `derive(GilClone)` gives `clone_ref` and no `Clone`.
//! Twin: `pass/clone.rs`, `an_enum`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
enum Source {
    File(String),
    Object(Py<PyAny>),
}

fn twice(source: Source) -> (Source, Source) {
    (source.clone(), source)
}

fn main() {}
