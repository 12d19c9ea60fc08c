//! What the derive's expansion names besides the public items. Not for use by hand: it changes
//! without notice.

use crate::{GilClone, Python};

#[cfg(feature = "pyo3")]
pub use crate::pyo3::class::{Class, IntoObject};
#[cfg(feature = "pyo3")]
pub use ::pyo3;

/// The `Clone` of a type with `#[gil_clone(attach)]`.
#[track_caller]
pub fn attach_and_clone<T: GilClone>(value: &T) -> T {
    Python::attach(|py| value.clone_ref(py))
}
