//! Thread states: keeps this thread's between its attachments.

use std::fmt;

use pyo3_ffi as ffi;

use crate::token::Python;
use crate::{generation, interpreter, lifecycle};

impl Python<'_> {
    /// Keeps this thread's Python thread state alive until the guard is dropped.
    ///
    /// A thread that Python did not start has a thread state only while it is attached: each
    /// outermost
    /// [`attach`](Python::attach) builds one and destroys it at its end, and with it all that Python code put into
    /// `threading.local`. With the guard it is built once.
    ///
    /// The thread need not be attached, and is not by this. Like any attach it drains the pool.
    ///
    /// # Cost
    ///
    /// That of one attach, here and again when the guard is dropped. In between, an outermost
    /// attach costs about a fifth (`cargo bench --bench versus`).
    ///
    /// # Panics
    ///
    /// Where [`attach`](Python::attach) panics, with the same words.
    ///
    /// # In destructors
    ///
    /// A value in `threading.local` is destroyed with the thread state, when it is too late to keep
    /// it. A guard that its `__del__` makes does nothing; up to CPython 3.12.3 it crashes if it is
    /// dropped there, and so does a
    /// [`detach`](Python::detach) there with an attach inside ([gh-119585]).
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
        Python::attach(|_| {
            // Counted by CPython in the thread state, which it destroys when the count comes to
            // zero. Not released here, but by the guard. SAFETY: the thread is attached.
            unsafe { ffi::PyGILState_Ensure() };
            ThreadStateGuard {
                generation: generation::current(),
                state: this_thread_state(),
            }
        })
    }
}

/// Keeps this thread's Python thread state: see [`Python::keep_thread_state`].
pub struct ThreadStateGuard {
    generation: u32,
    /// Only compared. As a pointer it keeps the guard on its thread.
    state: *mut ffi::PyThreadState,
}

fn this_thread_state() -> *mut ffi::PyThreadState {
    // SAFETY: reads thread-local storage, and answers null where there is none.
    unsafe { ffi::PyGILState_GetThisThreadState() }
}

impl Drop for ThreadStateGuard {
    fn drop(&mut self) {
        let inside = if interpreter::is_attached() {
            None
        } else {
            match lifecycle::enter() {
                Ok(inside) => Some(inside),
                Err(_) => return,
            }
        };
        // An interpreter that is gone took the thread state with it. One that was being destroyed
        // already is gone, too. Asked inside, where neither can go any more.
        if self.generation != generation::current() || self.state != this_thread_state() {
            return;
        }
        // SAFETY: attached already, or let in: the interpreter stays until the GIL is taken.
        let state = unsafe { ffi::PyGILState_Ensure() };
        drop(inside);
        // SAFETY: takes back what `keep_thread_state` counted. "Locked": the thread is attached and
        // stays so for now; the count is not zero, because of the line above.
        unsafe { ffi::PyGILState_Release(ffi::PyGILState_STATE::PyGILState_LOCKED) };
        // SAFETY: takes back the line before that.
        unsafe { ffi::PyGILState_Release(state) };
    }
}

impl fmt::Debug for ThreadStateGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ThreadStateGuard")
    }
}
