//! The interpreter's start: [`Python::initialize`].

use std::sync::atomic::{AtomicBool, Ordering};

use pyo3_ffi as ffi;

use super::attach_error::AttachError;
use super::end;
use super::exit::ensure_registered;
#[cfg(feature = "pyo3")]
use crate::gates::ATTACHING;
#[cfg(feature = "pyo3")]
use crate::generation;
#[cfg(feature = "pyo3")]
use crate::interpreter::run_python;
use crate::starting::{self, Starting};
use crate::token::Python;
use crate::{fork, interpreter, this_thread};

/// Whether no interpreter may be started any more.
static IS_FORBIDDEN: AtomicBool = AtomicBool::new(false);

/// Lets no interpreter be started any more. Safe code is about to end the last one, and may keep references
/// of it.
pub(super) fn forbid() {
    IS_FORBIDDEN.store(true, Ordering::Release);
}

impl Python<'_> {
    /// Starts a Python interpreter in this process, unless there is one. For programs that embed
    /// Python.
    ///
    /// May be called any number of times, from any threads; when it returns, the interpreter is
    /// ready. The calling thread is not attached by it. Signal handlers are not installed: Ctrl-C
    /// ends the program, it does not raise `KeyboardInterrupt`. An interpreter that was finalized
    /// is started anew, by the thread that finalized it: no [`Py`](crate::Py) of the old one may be
    /// used after that, as CPython demands of every reference.
    ///
    /// The interpreter does not end when `main` returns: a program that wants its exit callbacks and
    /// destructors run calls [`embed`](Python::embed) instead.
    ///
    /// In an extension module there is an interpreter. Called there, in the module's init function,
    /// it registers gilref's exit callback before the module can register one of its own: see
    /// [`attach`](Python::attach).
    ///
    /// # Cost
    ///
    /// Starting takes some ten milliseconds; a later call takes some nanoseconds and no lock.
    ///
    /// # Other libraries
    ///
    /// CPython has no lock for its own start. With the feature `pyo3`, PyO3 may start the
    /// interpreter at the same time. Where anything else does, another version of gilref or a C
    /// library, the program must see to it that they take turns.
    ///
    /// # Panics
    ///
    /// With the words of [`AttachError::Finalizing`] where another thread is finalizing the interpreter or
    /// has finalized it (CPython gives the same answer for both), and after an [`embed`](Python::embed).
    /// Also on a thread that is attached to a sub-interpreter, which gilref does not support. CPython
    /// itself aborts the process where it does not find its standard library.
    ///
    /// # Example
    ///
    /// ```
    /// # use gilref::Python;
    /// Python::initialize();
    /// Python::attach(|py| py.run("print('hello')", None, None)).unwrap();
    /// ```
    #[doc(alias("prepare_freethreaded_python", "Py_Initialize"))]
    #[track_caller]
    pub fn initialize() {
        // A thread that is attached runs in an interpreter. That may be the one which this thread is just
        // starting.
        if interpreter::is_attached() {
            // SAFETY: attached.
            let py = unsafe { Python::assume_attached() };
            assert!(
                interpreter::is_main(py),
                "{}",
                interpreter::IN_SUB_INTERPRETER.to_string_lossy()
            );
            return ensure_registered(py);
        }
        if starting::is_starting_thread() {
            return;
        }
        #[cfg(feature = "pyo3")]
        if started_by_pyo3() {
            return;
        }
        starting::wait();
        if !interpreter::is_running() {
            start();
        }
    }
}

/// Starts an interpreter, unless another thread has done so meanwhile.
#[cold]
#[track_caller]
fn start() {
    fork::watch();
    let starting = Starting::begin();
    if interpreter::is_running() {
        return;
    }
    if end::is_under_way_elsewhere() || IS_FORBIDDEN.load(Ordering::Acquire) {
        drop(starting);
        panic!("{}", AttachError::Finalizing);
    }
    // SAFETY: not initialized, not being finalized, and no other thread is in this function.
    unsafe { ffi::Py_InitializeEx(0) };
    // SAFETY: the thread that initialized the interpreter is attached.
    let py = unsafe { Python::assume_attached() };
    ensure_registered(py);
    this_thread::note_state(py);
    // SAFETY: as above. The thread state stays the main thread's, for its next
    // `PyGILState_Ensure`.
    unsafe { ffi::PyEval_SaveThread() };
}

/// Leaves the first start to PyO3, whose own lock then covers both crates. Returns whether PyO3 has
/// started an interpreter, which it does once in a process. Not called under gilref's lock, of which
/// PyO3 knows nothing.
#[cfg(feature = "pyo3")]
fn started_by_pyo3() -> bool {
    if generation::is_registered() || end::is_under_way_elsewhere() {
        return false;
    }
    let was_missing = !interpreter::is_initialized();
    starting::set_starting_thread(true);
    ::pyo3::Python::initialize();
    starting::set_starting_thread(false);
    let started = was_missing && interpreter::is_initialized();
    if started {
        register();
    }
    started
}

/// Attaches in order to register: gilref must see the end of the interpreter that PyO3 has started.
#[cfg(feature = "pyo3")]
fn register() {
    fork::watch();
    let Some(inside) = ATTACHING.enter() else {
        return;
    };
    if !interpreter::is_initialized() {
        return;
    }
    // SAFETY: initialized, and let in: the interpreter stays until the GIL is taken.
    let state = unsafe { ffi::PyGILState_Ensure() };
    drop(inside);
    // SAFETY: just attached, and the token does not leave this function.
    let py = unsafe { Python::assume_attached() };
    ensure_registered(py);
    this_thread::note_state(py);
    // SAFETY: takes back what was done above.
    run_python(move || unsafe { ffi::PyGILState_Release(state) });
}
