//! What must compile: for each case under `tests/ui/` one that does nearly the same, and each shape of type that can be
//! derived.
//!
//! Modules of one program and not files for trybuild, so that any compiler builds them, all at once, and they can run.
// Many of the types are only derived, and their names chosen to be in the way.
#![allow(
    dead_code,
    non_camel_case_types,
    non_snake_case,
    unreachable_pub,
    unused_macros,
    clippy::redundant_clone
)]

mod clone;
mod derive;
mod hygiene;
mod lifetimes;
mod threads;
mod token;

use gilref::{Py, Python, types::PyAny};

/// An object of its own, so that its count is.
fn object(py: Python<'_>) -> Py<PyAny> {
    py.eval("object()", None, None).unwrap().unbind()
}

/// Runs `test` on an attached thread.
fn attached(test: impl FnOnce(Python<'_>)) {
    Python::initialize();
    Python::attach(test);
}
