//! The impls that the macros write: one file for each trait, and `doubtful`, `field` and `header` for what they
//! share.

mod clone;
mod doubtful;
mod field;
pub(crate) mod gil_clone;
pub(crate) mod gil_drop;
mod header;
mod py_object;
