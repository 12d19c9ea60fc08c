//! A derive is for types.
//! Twin: `pass/derive/shapes.rs`, `every_kind_of_struct`

#[derive(gilref::GilClone)]
fn handle() {}

fn main() {}
