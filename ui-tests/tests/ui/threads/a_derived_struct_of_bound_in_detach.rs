//! A struct that holds a `Bound` carries its token, and so may not get into `detach`.
//! Twin: `pass/threads.rs`, `a_py_in_detach`

use gilref::{Bound, GilClone, types::PyAny};

#[derive(GilClone)]
struct Row<'py> {
    number: usize,
    object: Bound<'py, PyAny>,
}

fn number(row: &Row<'_>) -> usize {
    row.object.py().detach(|| {
        let row = row;
        row.number
    })
}

fn main() {}
