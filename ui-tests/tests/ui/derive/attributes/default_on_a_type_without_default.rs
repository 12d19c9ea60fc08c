//! `default` asks for `Default`, which the field's type must have.
//! Twin: `pass/derive/attributes.rs`, `a_fresh_default`

use gilref::{GilClone, Py, types::PyAny};

struct Cache {
    entries: Vec<u64>,
}

#[derive(GilClone)]
struct Handler {
    #[gil_clone(default)]
    cache: Cache,
    callback: Py<PyAny>,
}

fn main() {}
