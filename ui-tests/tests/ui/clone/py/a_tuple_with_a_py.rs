//! A tuple is `Clone` where all its parts are, and `Py` is not.
//! Twin: `pass/clone.rs`, `containers`

use gilref::{Py, types::PyAny};

type Named = (String, Py<PyAny>);

fn twice(named: Named) -> (Named, Named) {
    (named.clone(), named)
}

fn main() {}
