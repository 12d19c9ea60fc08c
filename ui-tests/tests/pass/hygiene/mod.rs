//! The expansion names nothing that the user could have named otherwise, and breaks no lint (`src/denied.rs`).

mod macro_rules;
mod names;
mod no_prelude;
mod shadowed;
