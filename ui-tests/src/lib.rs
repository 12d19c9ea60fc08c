//! The cases are under `tests/`, those of PyO3's users under `pyo3/tests/`; here stands what must be in a library.

pub mod cases;
pub mod denied;

/// As a crate re-exports it whose users don't depend on gilref themselves.
pub use gilref;
