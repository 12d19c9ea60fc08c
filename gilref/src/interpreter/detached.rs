//! Detaches this thread from the interpreter for the length of a call, and attaches it again.

use pyo3_ffi as ffi;

use crate::token::Python;

/// Runs `f` with this thread detached.
///
/// The caller has checked that `f` and its result are [`Ungil`](crate::Ungil).
pub(crate) fn run_detached<T, F: FnOnce() -> T>(py: Python<'_>, f: F) -> T {
    let _detached = Detached::new(py);
    f()
}

/// This thread is detached for as long as this lives.
struct Detached {
    state: *mut ffi::PyThreadState,
}

impl Detached {
    fn new(_attached: Python<'_>) -> Self {
        // SAFETY: the token proves that the thread is attached.
        let state = unsafe { ffi::PyEval_SaveThread() };
        Self { state }
    }
}

impl Drop for Detached {
    fn drop(&mut self) {
        // SAFETY: `state` is this thread's, from `PyEval_SaveThread`, and whatever attached in
        // between has detached again.
        unsafe { ffi::PyEval_RestoreThread(self.state) };
    }
}
