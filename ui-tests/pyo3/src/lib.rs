//! The cases are under `tests/`; this library is empty.
