//! Late threads: Rust threads that go on while Python ends.

use std::panic::catch_unwind;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use gilref::types::PyAny;
use gilref::{AttachError, Bound, Py, PyResult, Python, pool};
use pyo3_ffi as ffi;

/// What a thread does, again and again, until Python is gone.
#[derive(Clone, Copy)]
pub(crate) enum What {
    TryAttach,
    Attach,
    Drop,
}

static THREADS: Mutex<Vec<JoinHandle<()>>> = Mutex::new(Vec::new());
static TURNS: AtomicUsize = AtomicUsize::new(0);
static ENDED: AtomicBool = AtomicBool::new(false);

/// Starts a thread that holds references to `object`, and does `what`.
pub(crate) fn start<'py>(
    py: Python<'py>,
    object: &Bound<'py, PyAny>,
    what: What,
) -> PyResult<Bound<'py, PyAny>> {
    let copies: Vec<_> = (0..10_000).map(|_| object.clone().unbind()).collect();
    let thread = thread::spawn(move || {
        run(what, copies);
        ENDED.store(true, Ordering::Relaxed);
    });
    THREADS
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(thread);
    Ok(py.none())
}

fn turn() {
    TURNS.fetch_add(1, Ordering::Relaxed);
}

fn run(what: What, mut copies: Vec<Py<PyAny>>) {
    thread_local!(static KEPT: Mutex<Vec<Py<PyAny>>> = const { Mutex::new(Vec::new()) });
    KEPT.with(|kept| kept.lock().unwrap().extend(copies.pop()));
    match what {
        What::TryAttach => {
            let error = loop {
                match Python::try_attach(|py| drop(copies[0].clone_ref(py))) {
                    Ok(()) => turn(),
                    Err(error) => break error,
                }
            };
            assert_eq!(error, AttachError::Finalizing);
        }
        What::Attach => {
            let copy = &copies[0];
            let panic = catch_unwind(|| {
                loop {
                    Python::attach(|py| drop(copy.clone_ref(py)));
                    turn();
                }
            });
            let words = panic.unwrap_err().downcast::<String>().unwrap();
            assert_eq!(*words, AttachError::Finalizing.to_string());
        }
        What::Drop => {
            // SAFETY: may be called from any thread at any time.
            while unsafe { ffi::Py_IsInitialized() } != 0 {
                // Most of them are for the time after.
                if copies.len() > 5_000 {
                    drop(copies.pop());
                }
                turn();
            }
        }
    }
    // Python is gone, or going: neither of it may matter to this thread, nor this thread to it.
    for _ in 0..100 {
        assert_eq!(Python::try_attach(|_| ()), Err(AttachError::Finalizing));
    }
    let before = pool::stats();
    let dropped = copies.len() as u64;
    drop(copies);
    let after = pool::stats();
    let counted = (after.leaked + after.deferred) - (before.leaked + before.deferred);
    // Other threads drop, too.
    assert!(counted >= dropped, "{counted} of {dropped}");
}

/// Slows down what calls it: until the thread has gone on for some time, or has ended.
pub(crate) fn wait_for_some_turns<'py>(
    py: Python<'py>,
    _: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    py.detach(|| {
        let enough = TURNS.load(Ordering::Relaxed) + 200;
        while TURNS.load(Ordering::Relaxed) < enough && !ENDED.load(Ordering::Relaxed) {
            thread::yield_now();
        }
    });
    Ok(py.none())
}

/// Has the process wait for the threads, after Python's end.
pub(crate) fn join_at_exit<'py>(
    py: Python<'py>,
    _: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    extern "C" fn join() {
        // SAFETY: may be called from any thread at any time.
        let gone = unsafe { ffi::Py_IsInitialized() } == 0;
        assert!(gone, "this process never finalized Python");
        for thread in THREADS.lock().unwrap().drain(..) {
            assert!(thread.join().is_ok(), "a thread panicked");
        }
    }
    // SAFETY: the function stays: Python never unloads a module.
    assert_eq!(unsafe { libc::atexit(join) }, 0);
    Ok(py.none())
}
