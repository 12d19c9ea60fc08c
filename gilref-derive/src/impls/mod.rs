//! The impls that the macros write: one file for each trait.

mod clone;
mod doubtful;
pub(crate) mod gil_clone;
pub(crate) mod gil_drop;
mod header;
mod py_object;
