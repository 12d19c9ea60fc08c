//! The code of `docs/migrating.md`, before and after each migration.

pub mod from_arc;
pub mod from_attaching_clone;
pub mod from_py_clone;
