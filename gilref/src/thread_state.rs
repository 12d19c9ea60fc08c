//! Kept thread states: [`Python::keep_thread_state`], and the guard that keeps this thread's.

use std::fmt;

use crate::interpreter::{self, this_thread_state};
use crate::token::{Python, ThisThread};
use crate::{lifecycle, this_thread};

impl Python<'_> {
    /// Keeps this thread's Python thread state alive until the guard is dropped.
    ///
    /// A thread that Python did not start has a thread state only while it is attached: each outermost
    /// [`attach`](Python::attach) builds one and destroys it at its end, and with it all that Python
    /// code put into `threading.local`. With the guard it is built once.
    ///
    /// The thread need not be attached, and is not by this. Like any attach it drains the pool.
    ///
    /// A thread may have any number of guards, and drop them in any order. When the last one is dropped
    /// inside an attach, the thread state is destroyed at the end of that attach. A guard that is
    /// forgotten keeps the thread state until the interpreter's end.
    ///
    /// # Cost
    ///
    /// That of one attach, here and again when the last guard is dropped. In between, an outermost
    /// attach costs a quarter or less on CPython 3.10 and later, and half on 3.9 (`cargo bench --bench
    /// versus`): little more than `PyEval_RestoreThread` and `PyEval_SaveThread`.
    ///
    /// # Panics
    ///
    /// Where [`attach`](Python::attach) panics, with the same words.
    ///
    /// # In destructors
    ///
    /// A value in `threading.local` is destroyed with the thread state, when it is too late to keep
    /// it: a guard that its `__del__` makes does nothing. Where it was not gilref that attached the
    /// thread, gilref can't know that. Then, up to CPython 3.12.3, a guard that is made and dropped
    /// there crashes, and so does a [`detach`](Python::detach) there with an attach inside
    /// ([gh-119585]).
    ///
    /// # The next interpreter
    ///
    /// A guard may outlive its interpreter, and then keeps nothing.
    ///
    /// [gh-119585]: https://github.com/python/cpython/issues/119585
    ///
    /// # Example
    ///
    /// ```
    /// # use gilref::Python;
    /// # Python::initialize();
    /// std::thread::spawn(|| {
    ///     let _kept = Python::keep_thread_state();
    ///     for _ in 0..1000 {
    ///         Python::attach(|_py| { /* the same thread state each time */ });
    ///     }
    /// })
    /// .join()
    /// .unwrap();
    /// ```
    #[doc(alias("PyThreadState", "PyGILState_Ensure"))]
    #[must_use = "the thread state is kept until the guard is dropped"]
    #[track_caller]
    pub fn keep_thread_state() -> ThreadStateGuard {
        let is_new = !interpreter::is_attached() && this_thread_state().is_null();
        let keep = |py: Python<'_>| {
            lifecycle::ensure_watched(py)
                .then(|| this_thread::keep(py, is_new))
                .flatten()
        };
        ThreadStateGuard {
            number: Python::attach(keep),
            _thread: ThisThread::MARKER,
        }
    }
}

/// Keeps this thread's Python thread state: see [`Python::keep_thread_state`].
pub struct ThreadStateGuard {
    /// Of the keeping that this belongs to; `None` for a guard that keeps nothing.
    number: Option<u64>,
    _thread: ThisThread,
}

impl Drop for ThreadStateGuard {
    fn drop(&mut self) {
        if !self.number.is_some_and(this_thread::drop_guard) {
            return;
        }
        let inside = if interpreter::is_attached() {
            None
        } else {
            match lifecycle::enter() {
                Ok(inside) => Some(inside),
                // The interpreter takes the thread state with it.
                Err(_) => return,
            }
        };
        // SAFETY: as just asked; attached already, or let in.
        unsafe { this_thread::release_count(inside) };
    }
}

impl fmt::Debug for ThreadStateGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ThreadStateGuard")
    }
}
