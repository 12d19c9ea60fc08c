//! [`Python::embed`]: an interpreter for the length of a call.

use pyo3_ffi as ffi;

use super::start;
use crate::interpreter::{self, this_thread_state};
use crate::token::Python;
use crate::{generation, starting};

impl Python<'_> {
    /// Starts an interpreter, calls `f`, and ends the interpreter: for the `main` of a program that embeds
    /// Python.
    ///
    /// A program that calls [`initialize`](Python::initialize) and returns from `main` never finalizes
    /// its interpreter: no exit callback is run, no object in a module's namespace is destroyed,
    /// what Python has not written out yet is lost, and what waits in the [pool](crate::pool) stays
    /// there. At the end of `embed`, CPython's `Py_FinalizeEx` does all that it does at the end of `python`:
    /// it waits for the threads of `threading`, runs the callbacks of `atexit` (gilref's is one
    /// of them, which drains the pool), destroys modules and objects, and flushes `sys.stdout`.
    ///
    /// `f` is called on this thread, detached: it attaches where it needs Python, as may any
    /// thread that it starts. The interpreter is also ended when `f` panics.
    ///
    /// What `f` returns may hold references, as a [`PyErr`](crate::PyErr) does. They are leaked when they are
    /// dropped, and so is what the objects refer to: with an exception its traceback, and with that the
    /// namespaces of the modules whose code raised it. Objects in these are not destroyed.
    ///
    /// # Threads
    ///
    /// For threads that still attach when `f` returns, the end of this interpreter is like any other: see
    /// [`attach`](Python::attach). End these threads before.
    ///
    /// # Panics
    ///
    /// When there is an interpreter already, or was one; `f` is not called then. Afterwards no
    /// interpreter can be started: [`initialize`](Python::initialize) panics, and
    /// [`attach`](Python::attach) reports [`Finalizing`](crate::AttachError::Finalizing).
    ///
    /// # Example
    ///
    /// ```
    /// use gilref::{PyResult, Python};
    ///
    /// fn main() -> PyResult<()> {
    ///     Python::embed(|| {
    ///         Python::attach(|py| py.run("import atexit; atexit.register(print, 'bye')", None, None))?;
    ///         // ...
    ///         Ok(())
    ///     }) // prints "bye"
    /// }
    /// ```
    #[doc(alias(
        "finalize",
        "with_embedded_python_interpreter",
        "Py_Finalize",
        "Py_FinalizeEx"
    ))]
    #[track_caller]
    pub fn embed<R>(f: impl FnOnce() -> R) -> R {
        let is_first = !interpreter::is_running()
            && !interpreter::is_finalizing()
            && !generation::has_ended()
            && !starting::is_starting_thread();
        if is_first {
            Python::initialize();
        }
        // Another thread may have started it meanwhile. Only the thread that has started it has a thread
        // state.
        assert!(
            is_first && !this_thread_state().is_null(),
            "there is a Python interpreter already, or was one: `Python::embed` starts the only one of a process"
        );
        let _end = End;
        f()
    }
}

/// Ends the interpreter when it is dropped, on the thread that has started it.
struct End;

impl Drop for End {
    fn drop(&mut self) {
        start::forbid();
        if !interpreter::is_initialized() {
            // Unsafe code has ended it.
            return;
        }
        // SAFETY: initialized. The thread is the main thread, whose state is there as long as the
        // interpreter. Not released: the interpreter takes the state with it.
        unsafe { ffi::PyGILState_Ensure() };
        // SAFETY: 1. attached, on the thread that has started the interpreter. 2. No token is alive on
        // this thread: there was no interpreter when `embed` was called, so its callers have no token; and
        // the tokens that `f` got do not outlive the call of `f`. 3. References that are left are not used
        // any more: no thread can attach, and no interpreter can be started.
        unsafe { ffi::Py_FinalizeEx() };
    }
}
