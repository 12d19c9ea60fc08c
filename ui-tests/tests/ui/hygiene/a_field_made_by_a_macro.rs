//! The type that came into `macro_rules!` from outside is where the error points.
//! Twin: `pass/hygiene/macro_rules.rs`, `types_made_by_a_macro`

use gilref::{GilClone, Py, types::PyAny};

struct Connection;

macro_rules! handler {
    ($name:ident, $state:ty) => {
        #[derive(GilClone)]
        struct $name {
            state: $state,
            callback: Py<PyAny>,
        }
    };
}

handler!(Handler, Connection);

fn main() {}
