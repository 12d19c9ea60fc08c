//! Letting other threads run Python meanwhile.

#[cfg(not(feature = "pyo3"))]
use pyo3_ffi as ffi;

use crate::{Python, Ungil, lifecycle, pool};

impl Python<'_> {
    /// Runs `f` with this thread detached: other threads can run Python meanwhile.
    ///
    /// For work that needs no Python object, and above all for everything that waits: locks,
    /// channels, files, sockets, joining threads. At the end the thread attaches again, also when
    /// `f` panics, and releases what was dropped detached. Where another thread has finalized the
    /// interpreter meanwhile, this one is parked for ever.
    ///
    /// Nothing that is bound to this attachment can be used inside: `f` and its result are
    /// [`Ungil`]. A plain
    /// [`Py`](crate::Py) can; dropping one inside is deferred, see [`pool`](crate::pool).
    ///
    /// # Cost
    ///
    /// Releasing the GIL and waiting for it again.
    ///
    /// # Example
    ///
    /// ```
    /// # use gilref::Python;
    /// # Python::initialize();
    /// Python::attach(|py| {
    ///     let sum: u64 = py.detach(|| (0..1000).sum());
    ///     assert_eq!(sum, 499_500);
    /// });
    /// ```
    ///
    /// ```compile_fail,E0277
    /// # use gilref::Python;
    /// Python::attach(|py| {
    ///     let list = py.eval("[]", None, None).unwrap();
    ///     py.detach(|| list.len()); // `list` is bound to the attachment
    /// });
    /// ```
    #[doc(alias("allow_threads", "PyEval_SaveThread", "Py_BEGIN_ALLOW_THREADS"))]
    #[inline]
    pub fn detach<T, F>(self, f: F) -> T
    where
        F: Ungil + FnOnce() -> T,
        T: Ungil,
    {
        let _attached_again = AttachedAgain;
        run_detached(self, f)
    }
}

/// PyO3 must know that the thread is detached.
#[cfg(feature = "pyo3")]
pub(crate) use crate::pyo3::run_detached;

#[cfg(not(feature = "pyo3"))]
pub(crate) fn run_detached<T, F: FnOnce() -> T>(py: Python<'_>, f: F) -> T {
    let _detached = Detached::new(py);
    f()
}

/// This thread is detached for as long as this lives.
#[cfg(not(feature = "pyo3"))]
struct Detached {
    state: *mut ffi::PyThreadState,
}

#[cfg(not(feature = "pyo3"))]
impl Detached {
    fn new(_attached: Python<'_>) -> Self {
        // SAFETY: the token proves that the thread is attached.
        let state = unsafe { ffi::PyEval_SaveThread() };
        Self { state }
    }
}

#[cfg(not(feature = "pyo3"))]
impl Drop for Detached {
    fn drop(&mut self) {
        // SAFETY: `state` is this thread's, from `PyEval_SaveThread`, and whatever attached in
        // between has detached again.
        unsafe { ffi::PyEval_RestoreThread(self.state) };
    }
}

/// Dropped when the thread is attached again.
struct AttachedAgain;

impl Drop for AttachedAgain {
    fn drop(&mut self) {
        // SAFETY: what detached the thread has been dropped, which attached it again.
        let py = unsafe { Python::assume_attached() };
        lifecycle::ensure_registered(py);
        pool::drain_between(py);
    }
}
