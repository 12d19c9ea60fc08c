//! A type that is cloned by `Clone` needs one.
//! Twin: `pass/derive/attributes.rs`, `clone_on_a_type`

use gilref::GilClone;

#[derive(GilClone)]
#[gil_clone(clone)]
struct Qubit {
    index: u32,
}

fn main() {}
