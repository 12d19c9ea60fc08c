//! A token is good until its attachment ends, and not after.
//! Twin: `pass/lifetimes.rs`, `a_value_leaves_attach`

use gilref::Python;

fn main() {
    let py = Python::try_attach(|py| py).unwrap();
    println!("{py:?}");
}
