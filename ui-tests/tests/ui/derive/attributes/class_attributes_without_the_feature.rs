//! The attributes for PyO3's classes need the feature `pyo3`, which is off here.
//! Twin: `pass/derive/attributes.rs`, `attach_meets_a_bound_on_clone`

use gilref::GilClone;

#[derive(GilClone)]
#[gil_clone(from_py_object, into_py_object)]
struct Name(String);

fn main() {}
