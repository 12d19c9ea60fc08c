//! Detaching: [`Python::detach`], which lets other threads run Python meanwhile.

use std::mem;

use crate::interpreter::{self, park_forever, run_detached};
use crate::lifecycle::ensure_registered;
use crate::pool;
use crate::token::Python;
use crate::ungil::Ungil;

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
    /// The compiler can't see through a type that claims to be `Send` and checks the thread at run time,
    /// nor into a thread-local that lends its content. With a token in one of these, `f` would use Python
    /// on a detached thread: undefined behaviour. Keep none there; [`Ungil`] says more.
    ///
    /// # With PyO3
    ///
    /// Where PyO3 is in the same program, turn gilref's feature `pyo3` on. Without it PyO3 does not know
    /// that this thread is detached: inside `f` it would change counts and hand out tokens.
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
        // Before: what attaches inside may find CPython not yet "initialized", when this is a module
        // that is imported at the start.
        ensure_registered(self);
        let unwinds = Unwinds;
        let result = run_detached(self, f);
        mem::forget(unwinds);
        // This thread is attached again, and `self` is a proof again.
        pool::just_attached(self);
        result
    }
}

/// Dropped where `f` unwinds.
struct Unwinds;

impl Drop for Unwinds {
    #[cold]
    fn drop(&mut self) {
        // Not attached again: another thread has finalized the interpreter meanwhile. Such a thread does
        // not get here: CPython parks it from 3.14 on, and `pyo3-ffi` where an earlier one ends it. That
        // is asked all the same.
        if !interpreter::is_attached() {
            park_forever();
        }
        // SAFETY: just asked.
        pool::just_attached(unsafe { Python::assume_attached() });
    }
}
