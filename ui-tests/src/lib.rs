//! The cases are under `tests/`; here stands what must be in a library.

pub mod denied;

/// As a crate re-exports it whose users don't depend on gilref themselves.
pub use gilref;
