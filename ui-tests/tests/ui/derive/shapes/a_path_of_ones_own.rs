//! A type with the name of one of std's is asked for `GilClone` as any other.
//! Twin: `pass/derive/shapes.rs`, `types_with_the_names_of_unsized_ones`

use gilref::{GilClone, GilDrop, Py, types::PyAny};

struct Path(Vec<Py<PyAny>>);

#[derive(GilClone, GilDrop)]
struct Module {
    object: Py<PyAny>,
    path: Path,
}

fn main() {}
