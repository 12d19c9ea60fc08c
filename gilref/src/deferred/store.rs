//! The one collection of this copy of gilref.

use pyo3_ffi as ffi;

use super::blocks::Blocks;

/// Each entry owns a reference, in the interpreter of its generation.
pub(crate) static WAITING: Blocks<ffi::PyObject> = Blocks::new();
