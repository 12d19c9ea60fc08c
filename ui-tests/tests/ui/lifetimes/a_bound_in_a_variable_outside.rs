//! A `Bound` can't be put into a variable that outlives its attachment.
//! Twin: `pass/lifetimes.rs`, `a_py_in_a_variable_outside`

use gilref::Python;

fn main() {
    let mut objects = Vec::new();
    Python::attach(|py| objects.push(py.none()));
    println!("{}", objects.len());
}
