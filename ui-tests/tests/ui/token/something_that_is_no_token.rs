//! Not every value proves that this thread is attached.
//! Twin: `pass/token.rs`, `an_own_type_that_holds_a_token`

use gilref::{GilClone, Py, types::PyAny};

/// Holds no token, so that it proves nothing.
#[derive(Clone, Copy)]
struct Context;

fn copy(object: &Py<PyAny>) -> Py<PyAny> {
    object.clone_ref(Context)
}

#[derive(GilClone)]
struct Handler {
    callback: Py<PyAny>,
}

fn copy_derived(handler: &Handler) -> Handler {
    handler.clone_ref(Context)
}

fn main() {}
