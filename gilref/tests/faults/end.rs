//! The interpreter's end: threads that drop, attach or detach then.

use std::cell::RefCell;
use std::panic::catch_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Barrier, mpsc};
use std::thread;

use gilref::types::PyAny;
use gilref::{AttachError, Py, Python, pool};
use pyo3_ffi as ffi;

use crate::common::{finalize, object, settle};
use crate::native::with_destructor;
use crate::{ends_well, until};

/// What a thread-local destroys at the thread's end: a reference, and an attach.
struct Late {
    _reference: Py<PyAny>,
    attaches: Result<(), AttachError>,
}

impl Drop for Late {
    fn drop(&mut self) {
        assert_eq!(Python::try_attach(|_| ()), self.attaches);
    }
}

thread_local!(static LATE: RefCell<Option<Late>> = const { RefCell::new(None) });

fn keep(reference: Py<PyAny>, attaches: Result<(), AttachError>) {
    LATE.set(Some(Late {
        _reference: reference,
        attaches,
    }));
}

#[test]
fn a_thread_local_destroyed_after_the_end_leaks_its_reference() {
    ends_well(
        "end::a_thread_local_destroyed_after_the_end_leaks_its_reference",
        || {
            Python::initialize();
            // Threads whose own part of the pool is destroyed after the thread-local, before it, and
            // that have none.
            let orders: [fn(); 3] = [
                || {
                    drop(Python::attach(object));
                    keep(Python::attach(object), Err(AttachError::Finalizing));
                },
                || {
                    keep(Python::attach(object), Err(AttachError::Finalizing));
                    drop(Python::attach(object));
                },
                || keep(Python::attach(object), Err(AttachError::Finalizing)),
            ];
            let (ready, is_ready) = mpsc::channel();
            let threads = orders.map(|order| {
                let ready = ready.clone();
                let (end, ends) = mpsc::channel::<()>();
                let thread = thread::spawn(move || {
                    order();
                    ready.send(()).unwrap();
                    assert!(ends.recv().is_err());
                });
                is_ready.recv().unwrap();
                (end, thread)
            });
            finalize();
            assert_eq!(pool::stats().leaked, 0);
            for (end, thread) in threads {
                drop(end);
                thread.join().unwrap();
            }
            let stats = pool::stats();
            assert_eq!((stats.pending, stats.leaked), (0, 3));
        },
    );
}

#[test]
fn a_thread_local_destroyed_before_the_end_is_released() {
    ends_well(
        "end::a_thread_local_destroyed_before_the_end_is_released",
        || {
            Python::initialize();
            let shared = Python::attach(object);
            for order in 0..3 {
                let copies = Python::attach(|py| [shared.clone_ref(py), shared.clone_ref(py)]);
                let worker = thread::spawn(move || {
                    let [kept, other] = copies;
                    if order == 0 {
                        drop(other);
                        keep(kept, Ok(()));
                    } else if order == 1 {
                        keep(kept, Ok(()));
                        drop(other);
                    } else {
                        keep(kept, Ok(()));
                        Python::attach(|_| drop(other));
                    }
                });
                worker.join().unwrap();
                Python::attach(|py| {
                    settle(py);
                    assert_eq!(shared.refcnt(py), 1);
                });
            }
            Python::attach(|py| shared.drop_ref(py));
        },
    );
}

/// A destructor that runs in the last collection detaches and attaches: it must not be taken for a
/// sign that the interpreter has not ended yet.
#[test]
fn what_a_destructor_does_at_the_end_lets_nobody_in() {
    static RAN: AtomicUsize = AtomicUsize::new(0);
    ends_well(
        "end::what_a_destructor_does_at_the_end_lets_nobody_in",
        || {
            // Not started by gilref, so that its exit callback is not registered.
            // SAFETY: not initialized.
            unsafe { ffi::Py_InitializeEx(0) };
            // SAFETY: the thread that initialized the interpreter is attached.
            let py = unsafe { Python::assume_attached() };
            py.run("import gc; gc.set_threshold(1_000_000)", None, None)
                .unwrap();
            let object = with_destructor(py, |py| {
                py.detach(|| ());
                Python::initialize();
                let other = || Python::try_attach(|_| ());
                let attached = py.detach(|| thread::spawn(other).join().unwrap());
                assert_eq!(attached, Err(AttachError::Finalizing));
                RAN.fetch_add(1, Ordering::Relaxed);
            });
            object.bind(py).setattr("cycle", object.bind(py)).unwrap();
            object.drop_ref(py);
            // SAFETY: attached, on the thread that initialized.
            unsafe { ffi::Py_FinalizeEx() };
            assert_eq!(RAN.load(Ordering::Relaxed), 1);
        },
    );
}

/// There CPython says that there is no interpreter.
#[test]
fn embed_refuses_in_the_middle_of_a_finalization() {
    ends_well("end::embed_refuses_in_the_middle_of_a_finalization", || {
        static REFUSED: AtomicUsize = AtomicUsize::new(0);
        fn embed(_: Python<'_>) {
            // SAFETY: may be called at any time.
            assert_eq!(unsafe { ffi::Py_IsInitialized() }, 0);
            if catch_unwind(|| Python::embed(|| ())).is_err() {
                REFUSED.fetch_add(1, Ordering::Relaxed);
            }
        }
        Python::initialize();
        Python::attach(|py| {
            let main = py.import("__main__").unwrap();
            let late = with_destructor(py, embed);
            main.setattr("late", late).unwrap();
        });
        finalize();
        assert_eq!(REFUSED.load(Ordering::Relaxed), 1);
    });
}

/// The thread that finalizes has thread-locals, too: they are destroyed when the process ends.
#[test]
fn the_main_thread_keeps_a_reference_to_the_very_end() {
    ends_well(
        "end::the_main_thread_keeps_a_reference_to_the_very_end",
        || {
            Python::initialize();
            keep(Python::attach(object), Err(AttachError::Finalizing));
            finalize();
        },
    );
}

const THREADS: usize = 4;

/// A `detach` promises to be attached again at its end. Where that is not possible any more the
/// thread can't go on: CPython parks it, and the process ends without it.
#[test]
fn a_detach_that_outlasts_the_interpreter_never_returns() {
    ends_well(
        "end::a_detach_that_outlasts_the_interpreter_never_returns",
        || {
            Python::initialize();
            let all_detached = Barrier::new(THREADS + 1);
            let all_detached: &'static Barrier = Box::leak(Box::new(all_detached));
            let (end, ends) = mpsc::channel::<()>();
            let ends = std::sync::Arc::new(std::sync::Mutex::new(ends));
            for _ in 0..THREADS {
                let reference = Python::attach(object);
                let ends = ends.clone();
                thread::spawn(move || {
                    Python::attach(|py| {
                        py.detach(|| {
                            all_detached.wait();
                            assert!(ends.lock().unwrap().recv().is_err());
                            drop(reference);
                        });
                        eprintln!("attached without an interpreter");
                        std::process::abort();
                    });
                });
            }
            all_detached.wait();
            finalize();
            drop(end);
            until(|| pool::stats().leaked == THREADS as u64);
        },
    );
}

#[cfg_attr(
    all(Py_GIL_DISABLED, not(Py_3_14)),
    ignore = "up to 3.13, CPython frees a thread's state while the thread is attaching with it (gh-124878)"
)]
#[test]
fn detach_in_a_loop_over_the_end_crashes_nothing() {
    ends_well("end::detach_in_a_loop_over_the_end_crashes_nothing", || {
        static DETACHED: AtomicUsize = AtomicUsize::new(0);
        Python::initialize();
        for _ in 0..THREADS {
            let shared = Python::attach(object);
            thread::spawn(|| {
                Python::attach(move |py| {
                    loop {
                        let copy = shared.clone_ref(py);
                        py.detach(|| {
                            drop(copy);
                            DETACHED.fetch_add(1, Ordering::Relaxed);
                        });
                    }
                })
            });
        }
        until(|| DETACHED.load(Ordering::Relaxed) > 100);
        finalize();
    });
}

#[test]
fn detached_drops_over_the_end_are_all_accounted_for() {
    ends_well(
        "end::detached_drops_over_the_end_are_all_accounted_for",
        || {
            const COPIES: usize = 100_000;
            Python::initialize();
            let shared = Python::attach(object);
            let dropped = AtomicUsize::new(0);
            thread::scope(|scope| {
                for _ in 0..THREADS {
                    let copies = Python::attach(|py| {
                        (0..COPIES)
                            .map(|_| shared.clone_ref(py))
                            .collect::<Vec<_>>()
                    });
                    scope.spawn(|| {
                        for copy in copies {
                            drop(copy);
                            dropped.fetch_add(1, Ordering::Relaxed);
                        }
                    });
                }
                until(|| dropped.load(Ordering::Relaxed) > 100);
                finalize();
            });
            let stats = pool::stats();
            assert_eq!(
                stats.released + stats.leaked + stats.pending,
                (THREADS * COPIES) as u64
            );
            // Entries of the interpreter that has ended are discarded in the next one.
            Python::initialize();
            Python::attach(|_| ());
            assert_eq!(pool::stats().pending, 0);
        },
    );
}

#[test]
fn a_kept_thread_state_may_outlive_its_interpreter_and_the_next() {
    ends_well(
        "end::a_kept_thread_state_may_outlive_its_interpreter_and_the_next",
        || {
            /// Threads that keep their state until told.
            fn keeper() -> impl FnOnce() {
                let (end, ends) = mpsc::channel::<()>();
                let (ready, is_ready) = mpsc::channel();
                let thread = thread::spawn(move || {
                    let kept = Python::keep_thread_state();
                    ready.send(()).unwrap();
                    assert!(ends.recv().is_err());
                    drop(kept);
                    // The thread can go on.
                    let code = "import threading; threading.local().here = 1";
                    match Python::try_attach(|py| py.run(code, None, None)) {
                        Ok(ran) => ran.unwrap(),
                        Err(error) => assert_eq!(error, AttachError::Finalizing),
                    }
                });
                is_ready.recv().unwrap();
                move || {
                    drop(end);
                    thread.join().unwrap();
                }
            }
            Python::initialize();
            let [
                dropped_after_the_end,
                dropped_in_the_next,
                dropped_after_the_next,
            ] = [keeper(), keeper(), keeper()];
            finalize();
            dropped_after_the_end();
            Python::initialize();
            dropped_in_the_next();
            let of_the_next = keeper();
            Python::attach(|py| py.run("1 + 1", None, None)).unwrap();
            finalize();
            dropped_after_the_next();
            of_the_next();
        },
    );
}
