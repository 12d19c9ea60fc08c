//! A `Bound` is good until its attachment ends, and not after.
//! Twin: `pass/lifetimes.rs`, `a_py_leaves_attach`

use gilref::Python;

fn main() {
    let list = Python::attach(|py| py.eval("[]", None, None).unwrap());
    println!("{list}");
}
