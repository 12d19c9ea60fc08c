//! The interpreter's life: its start, its exit, its end, and who may attach meanwhile.
//!
//! What waits in the pool is released in a callback of Python's `atexit` ([`exit`]), while destructors
//! can still do all that Python code can do. From that callback on, a thread that is not attached can't
//! attach.
//!
//! The end itself ([`end`]) is seen by a capsule in the interpreter's own dictionary, whose destructor
//! CPython runs when it takes the interpreter apart. It can't be unregistered and can't be missed.

mod attach_error;
mod capsule;
#[cfg(feature = "pyo3")]
mod collections;
mod embed;
mod end;
mod entry;
mod exit;
mod method_def;
mod registration;
mod start;

pub use attach_error::AttachError;
pub(crate) use entry::enter;
pub(crate) use exit::{attach_ends, ensure_registered, ensure_watched};
