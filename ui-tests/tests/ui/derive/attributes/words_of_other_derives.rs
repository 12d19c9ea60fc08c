//! Where gilref has the same under another name, the error gives that name.
//! Twin: `pass/derive/attributes.rs`, `a_default_by_a_function`

use gilref::{GilClone, Py, types::PyAny};

fn copy(name: &str, _py: gilref::Python<'_>) -> String {
    name.to_owned()
}

#[derive(GilClone)]
#[gil_clone(where = "T: GilClone")]
struct Handler<T> {
    #[gil_clone(skip)]
    cache: Vec<T>,
    #[gil_clone(clone_with = copy)]
    name: String,
    #[gil_clone(rename = "calls")]
    count: u32,
    callback: Py<PyAny>,
}

fn main() {}
