//! The impls that the macros write: one file for each trait.

pub(crate) mod gil_clone;
mod header;
