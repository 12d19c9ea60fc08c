//! [`AttachError`]: why a thread could not attach.

use std::error::Error;
use std::fmt;

/// Why a thread could not attach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AttachError {
    /// No interpreter was ever started in this process.
    NotInitialized,
    /// The interpreter is being finalized, or has been: gilref's exit callback was called.
    Finalizing,
    /// This thread is in the `__traverse__` of a PyO3 class, where the garbage collector runs and no
    /// Python object may be used. With the feature `pyo3` only.
    Traversing,
}

impl fmt::Display for AttachError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotInitialized => {
                "the Python interpreter is not initialized: call `Python::initialize()` first, \
                 or enable gilref's feature `auto-initialize`"
            }
            Self::Finalizing => "the Python interpreter is being finalized or has been: no thread can attach to it any more",
            Self::Traversing => "a thread can't attach to the Python interpreter in `__traverse__`: the garbage collector is running",
        })
    }
}

impl Error for AttachError {}
