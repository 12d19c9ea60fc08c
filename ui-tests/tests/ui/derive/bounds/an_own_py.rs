//! Types are known by their names: a type of one's own that is called `Py` is taken for gilref's, and needs `bound`.
//! Twin: `pass/derive/bounds.rs`, `a_parameter_behind_a_py`

use gilref::GilClone;

#[derive(GilClone)]
struct Py<T>(T);

#[derive(GilClone)]
struct Handler<T> {
    state: Py<T>,
}

fn main() {}
