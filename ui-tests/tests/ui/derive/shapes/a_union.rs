//! Which field of a union is alive is not known.
//! Twin: `pass/derive/shapes.rs`, `every_kind_of_struct`

use gilref::GilClone;

#[derive(GilClone)]
union Value {
    integer: i64,
    float: f64,
}

fn main() {}
