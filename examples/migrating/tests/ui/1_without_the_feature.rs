//! `py-clone` is off, and nothing else has changed.

#[path = "../../src/from_py_clone/before.rs"]
mod before;

fn main() {}
