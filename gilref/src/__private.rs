//! What the macros' expansions name besides the public items. Not for use by hand: it changes
//! without notice.

pub use std::boxed::Box;
pub use std::marker::{Send, Sync};

use crate::{GilClone, Python};

pub use crate::clone::clone_boxed;

#[cfg(feature = "pyo3")]
pub use crate::pyo3::class::{Class, IntoObject};
#[cfg(feature = "pyo3")]
pub use ::pyo3;

/// The `Clone` of a type with `#[gil_clone(attach)]`.
#[track_caller]
pub fn attach_and_clone<T: GilClone>(value: &T) -> T {
    Python::attach(|py| value.clone_ref(py))
}
