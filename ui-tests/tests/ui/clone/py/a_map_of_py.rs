//! A map is `Clone` where its keys and values are, and `Py` is not.
//! Twin: `pass/clone.rs`, `containers`

use gilref::{Py, types::PyAny};
use std::collections::HashMap;

type Options = HashMap<String, Py<PyAny>>;

fn twice(options: Options) -> (Options, Options) {
    (options.clone(), options)
}

fn main() {}
