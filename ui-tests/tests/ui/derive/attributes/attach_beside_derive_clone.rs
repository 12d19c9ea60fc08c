//! `attach` implements `Clone`: a second one can't be derived.
//! Twin: `pass/derive/attributes.rs`, `attach_meets_a_bound_on_clone`

use gilref::GilClone;

#[derive(Clone, GilClone)]
#[gil_clone(attach)]
struct Name(String);

fn main() {}
