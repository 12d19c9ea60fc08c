//! The code of `docs/migrating.md`, before and after each migration.

pub mod from_arc;
pub mod from_attaching_clone;
pub mod from_own_trait;
pub mod from_py_clone;
pub mod hidden_clones;
pub mod tokens;
