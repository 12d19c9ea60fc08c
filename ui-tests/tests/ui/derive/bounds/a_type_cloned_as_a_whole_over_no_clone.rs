//! A generic type with `#[gil_clone(clone)]` is cloned where its `Clone` is there.
//! Twin: `pass/derive/attributes.rs`, `clone_on_a_type`

use gilref::GilClone;

struct NotClone;

#[derive(Clone, GilClone)]
#[gil_clone(clone)]
struct Register<T> {
    bits: Vec<T>,
}

fn is_cloned<T: GilClone>() {}

fn check() {
    is_cloned::<Register<u8>>();
    is_cloned::<Register<NotClone>>();
}

fn main() {}
