//! The copy of a struct that holds a `Bound` is bound to the same attachment.
//! Twin: `pass/lifetimes.rs`, `a_derived_copy_of_a_bound`

use gilref::{Bound, GilClone, Python, types::PyAny};

#[derive(GilClone)]
struct Cell<'py> {
    value: Bound<'py, PyAny>,
}

fn main() {
    let copy = Python::attach(|py| Cell { value: py.none() }.clone_ref(py));
    println!("{}", copy.value);
}
