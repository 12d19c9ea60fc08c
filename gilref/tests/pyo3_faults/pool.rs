//! When a reference is released that was dropped somewhere.

use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use gilref::types::PyAny;
use pyo3::prelude::PyAnyMethods;
use pyo3::types::PyCFunction;
use pyo3::{Bound, Python, ffi};

use crate::common::deaths;
use crate::side::{Side, with_destructor};
use crate::sides;

/// Another thread, detached, that drops what it is sent.
struct Dropper<P> {
    references: mpsc::Sender<P>,
    dropped: mpsc::Receiver<()>,
}

impl<P: Send + 'static> Dropper<P> {
    fn new() -> Self {
        let (references, receiver) = mpsc::channel();
        let (sender, dropped) = mpsc::channel();
        thread::spawn(move || {
            for reference in receiver {
                drop(reference);
                sender.send(()).unwrap();
            }
        });
        Dropper {
            references,
            dropped,
        }
    }

    /// Returns when it has been dropped. Does not detach, which would drain.
    fn drop(&self, reference: P) {
        self.references.send(reference).unwrap();
        self.dropped.recv().unwrap();
    }
}

fn nobody_drains_while_python_runs<S: Side>() {
    Python::initialize();
    S::attach(|py| {
        let dropper = Dropper::new();
        let (reference, count) = S::witness(py);
        dropper.drop(reference);

        // Not by a function of PyO3's, which would drain.
        let code = "import time\nfor _ in range(100): time.sleep(0)";
        gilref::Python::from(py).run(code, None, None).unwrap();

        assert_eq!(deaths(py.into(), &count), 1);
    });
}
sides!(nobody_drains_while_python_runs in pool);

fn what_waits_at_the_exit_is_lost<S: Side>() {
    static RAN: AtomicUsize = AtomicUsize::new(0);

    Python::initialize();
    let reference = S::attach(|py| {
        let count = |_: gilref::Python<'_>| _ = RAN.fetch_add(1, Ordering::Relaxed);
        S::keep(with_destructor(py, count))
    });
    drop(reference);

    crate::common::finalize();

    assert_eq!(RAN.load(Ordering::Relaxed), 1);
}
sides!(what_waits_at_the_exit_is_lost in pool);

/// A destructor that wants a lock, which the code around a nested attach or a call holds.
fn a_nested_attach_and_a_call_run_destructors<S: Side>() {
    static LOCK: Mutex<()> = Mutex::new(());
    static CONTENDED: AtomicUsize = AtomicUsize::new(0);
    fn lock(_: gilref::Python<'_>) {
        if LOCK.try_lock().is_err() {
            CONTENDED.fetch_add(1, Ordering::Relaxed);
        }
    }

    Python::initialize();
    S::attach(|py| {
        let dropper = Dropper::new();
        let call = PyCFunction::new_closure(py, None, None, |_, _| ()).unwrap();

        dropper.drop(S::keep(with_destructor(py, lock)));
        let locked = LOCK.lock().unwrap();
        S::attach(|_| ());
        drop(locked);

        dropper.drop(S::keep(with_destructor(py, lock)));
        let locked = LOCK.lock().unwrap();
        call.call0().unwrap();
        drop(locked);

        assert_eq!(CONTENDED.load(Ordering::Relaxed), 0);
    });
}
sides!(a_nested_attach_and_a_call_run_destructors in pool);

fn one_attach_pays_for_everybody<S: Side>() {
    Python::initialize();
    gilref::pool::set_drain_limit(NonZeroUsize::new(10));
    gilref::pool::set_nudge(false);
    let (references, counts): (Vec<_>, Vec<_>) =
        S::attach(|py| (0..1000).map(|_| S::witness(py)).unzip());
    drop(references);

    S::attach(|py| {
        let released: usize = counts.iter().map(|count| deaths(py.into(), count)).sum();
        assert!(released <= 10, "{released} destructors ran at one attach");
    });
}
sides!(one_attach_pays_for_everybody in pool);

/// The count, read without attaching, because that would drain.
fn count(object: &gilref::Py<PyAny>) -> isize {
    // SAFETY: alive; no other thread knows the object.
    unsafe { ffi::Py_REFCNT(object.as_ptr()) }
}

/// A reference that can be kept and another to the same object, to count by.
fn two<S: Side>(py: Python<'_>) -> (S::Py, gilref::Py<PyAny>) {
    let object = py.eval(c"object()", None, None).unwrap();
    (S::keep(object.clone()), object.unbind().into())
}

fn c_has_attached_and_a_drop_waits<S: Side>() {
    Python::initialize();
    let (reference, object) = S::attach(two::<S>);
    // SAFETY: initialized.
    let state = unsafe { ffi::PyGILState_Ensure() };

    drop(reference);

    assert_eq!(count(&object), 1);
    // SAFETY: from the call above.
    unsafe { ffi::PyGILState_Release(state) };
}
sides!(c_has_attached_and_a_drop_waits in pool);

fn c_has_detached_and_a_drop_does_not_wait<S: Side>() {
    Python::initialize();
    S::attach(|py| {
        let (reference, object) = two::<S>(py);
        // As C does around what blocks, and calls back into Rust.
        // SAFETY: attached.
        let state = unsafe { ffi::PyEval_SaveThread() };
        drop(reference);
        let counted = count(&object);
        // SAFETY: from the call above.
        unsafe { ffi::PyEval_RestoreThread(state) };

        assert_eq!(counted, 2, "a count was changed by a detached thread");
    });
}
sides!(c_has_detached_and_a_drop_does_not_wait in pool);

/// A class whose destructor runs Python code that raises, and swallows it.
#[pyo3::pyclass]
struct Swallows;

impl Drop for Swallows {
    fn drop(&mut self) {
        Python::attach(|py| assert!(py.run(c"1 / 0", None, None).is_err()));
    }
}

fn a_drain_loses_the_pending_exception<S: Side>() {
    Python::initialize();
    S::attach(|py| {
        let dropper = Dropper::new();
        let object = Bound::new(py, Swallows).unwrap();
        dropper.drop(S::keep(object.into_any()));
        // As in C code that raised, and lets go of the GIL to clean up.
        pyo3::exceptions::PyKeyError::new_err("pending").restore(py);

        S::detach(py, || ());

        let error = pyo3::PyErr::take(py).expect("an exception is pending");
        assert_eq!(error.to_string(), "KeyError: 'pending'");
    });
}
sides!(a_drain_loses_the_pending_exception in pool);
