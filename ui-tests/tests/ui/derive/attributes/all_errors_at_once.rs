//! Each mistake in one type is reported at the first build, at its own place.
//! Twin: `pass/derive/attributes.rs`, `a_field_with_only_clone`

use gilref::{GilClone, Py, types::PyAny};

#[derive(GilClone)]
#[gil_clone(with = f, bound)]
#[gil_clone(krate = "gilref")]
enum Source {
    #[gil_clone(default)]
    File {
        #[gil_clone(clone = "yes", with)]
        name: String,
    },
    Object(#[gil_clone(default, clone)] Py<PyAny>),
}

fn main() {}
