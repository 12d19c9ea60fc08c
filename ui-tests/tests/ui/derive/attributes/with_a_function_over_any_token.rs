//! The function names its token's type: from `impl GilToken` nobody could tell which token to convert to.
//! Twin: `pass/derive/attributes.rs`, `a_function`

use gilref::{GilClone, GilToken, Py, types::PyAny};

fn copy<'py>(name: &String, _py: impl GilToken<'py>) -> String {
    name.clone()
}

#[derive(GilClone)]
struct Handler {
    #[gil_clone(with = copy)]
    name: String,
    callback: Py<PyAny>,
}

fn main() {}
