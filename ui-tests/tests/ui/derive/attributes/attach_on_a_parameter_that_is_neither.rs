//! The `Clone` of `attach` asks for what `GilClone` asks for.
//! Twin: `pass/derive/attributes.rs`, `attach_meets_a_bound_on_clone`

use gilref::GilClone;

#[derive(GilClone)]
#[gil_clone(attach)]
struct Slot<T>(T);

struct Neither;

fn twice(slot: &Slot<Neither>) -> Slot<Neither> {
    slot.clone()
}

fn main() {}
