//! An iterator over a Python object holds a `Bound`.
//! Twin: `pass/lifetimes.rs`, `a_value_leaves_attach`

use gilref::Python;

fn main() {
    let items = Python::attach(|py| py.eval("[1]", None, None).unwrap().iter().unwrap());
    println!("{}", items.count());
}
