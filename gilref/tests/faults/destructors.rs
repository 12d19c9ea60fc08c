//! Destructors and other slots that call into gilref, fork, raise and drop.

use std::sync::Mutex;
#[cfg(unix)]
use std::sync::atomic::AtomicBool;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use gilref::types::PyAny;
use gilref::{Py, PyErr, Python, pool};

use crate::common::{deaths, finalize, object, settle, witness};
use crate::native::{Held, Raw, function};
use crate::{ends_well, until};

fn nothing(_: Python<'_>) {}

static RAN: AtomicUsize = AtomicUsize::new(0);

fn ran() -> usize {
    RAN.load(Ordering::Relaxed)
}

/// Everything that a destructor can do with gilref, other than forking.
fn everything(py: Python<'_>) {
    RAN.fetch_add(1, Ordering::Relaxed);
    drop(object(py));
    let (one, one_count) = witness(py);
    let (other, other_count) = witness(py);
    py.detach(|| {
        drop(one);
        Python::attach(|py| drop(object(py)));
        let worker = thread::spawn(|| {
            drop(other);
            Python::try_attach(|py| drop(object(py))).unwrap();
        });
        worker.join().unwrap();
    });
    pool::drain(py);
    settle(py);
    assert_eq!((deaths(py, &one_count), deaths(py, &other_count)), (1, 1));
    drop(Python::keep_thread_state());
    assert!(py.run("1 / 0", None, None).is_err());
}

/// An object whose `__del__` does everything, drops a second one of its kind, and raises.
fn unruly(py: Python<'_>) -> Py<PyAny> {
    let code = "
def unruly(function):
    class Unruly:
        def __init__(self, next):
            self.next = next
        def __del__(self):
            function()
            self.next = None
            raise ValueError('from a destructor')
    return Unruly(Unruly(None))
";
    let main = py.import("__main__").unwrap();
    if !main.hasattr("unruly").unwrap() {
        py.run(
            "import sys; sys.unraisablehook = lambda seen: None",
            None,
            None,
        )
        .unwrap();
        py.run(code, None, None).unwrap();
    }
    let function = function(py, everything);
    main.call_method1("unruly", (function,)).unwrap().unbind()
}

#[test]
fn a_destructor_may_do_anything_wherever_it_runs() {
    ends_well(
        "destructors::a_destructor_may_do_anything_wherever_it_runs",
        || {
            Python::initialize();
            pool::set_nudge(false);
            let unruly_ones = |py: Python<'_>| (0..5).map(|_| unruly(py)).collect::<Vec<_>>();
            let all = Python::attach(unruly_ones);
            drop(all);
            Python::attach(|py| {
                assert_eq!(ran(), 10, "at an attach");
                let all = unruly_ones(py);
                py.detach(|| drop(all));
                assert_eq!(ran(), 20, "at the end of a detach");
                let all = unruly_ones(py);
                thread::spawn(|| drop(all)).join().unwrap();
                pool::drain(py);
                assert_eq!(ran(), 30, "at a drain");
                drop(unruly_ones(py));
                assert_eq!(ran(), 40, "at a drop");
                let all = unruly_ones(py);
                pool::set_nudge(true);
                thread::spawn(|| drop(all)).join().unwrap();
                while ran() < 50 {
                    py.run("import time; time.sleep(0)", None, None).unwrap();
                }
                pool::set_nudge(false);
            });
            assert_eq!(ran(), 50, "when the interpreter loop was asked");
            drop(Python::attach(unruly_ones));
            finalize();
            assert_eq!(ran(), 60, "at the exit");
            let stats = pool::stats();
            assert_eq!((stats.pending, stats.leaked), (0, 0));
        },
    );
}

/// A destructor forks during a drain: the child is in the middle of its parent's drain, and finishes it.
#[cfg(unix)]
#[test]
fn a_destructor_may_fork() {
    ends_well("destructors::a_destructor_may_fork", || {
        static CHILDREN: Mutex<Vec<i32>> = Mutex::new(Vec::new());
        static IN_CHILD: AtomicBool = AtomicBool::new(false);
        fn fork(py: Python<'_>) {
            everything(py);
            let os = py.import("os").unwrap();
            if IN_CHILD.load(Ordering::Relaxed) {
                return;
            }
            let id: i32 = os.call_method0("fork").unwrap().extract().unwrap();
            if id == 0 {
                IN_CHILD.store(true, Ordering::Relaxed);
                // Against hanging. SAFETY: no requirement.
                unsafe { libc::alarm(60) };
            } else {
                CHILDREN.lock().unwrap().push(id);
            }
        }
        Python::initialize();
        let (counts, all): (Vec<_>, Vec<_>) = Python::attach(|py| {
            let forking = |_| {
                let (one, count) = witness(py);
                (count, [one, crate::native::with_destructor(py, fork)])
            };
            (0..10).map(forking).unzip()
        });
        drop(all);
        Python::attach(|py| {
            assert_eq!(ran(), 10);
            let once = |count| deaths(py, count) == 1;
            assert!(counts.iter().all(once));
        });
        let stats = pool::stats();
        assert_eq!((stats.pending, stats.leaked), (0, 0));
        if !IN_CHILD.load(Ordering::Relaxed) {
            Python::attach(|py| {
                let os = py.import("os").unwrap();
                let children = CHILDREN.lock().unwrap();
                assert_eq!(children.len(), 10);
                for &id in &*children {
                    let waited = os.call_method1("waitpid", (id, 0)).unwrap();
                    let status: i32 = waited.get_item(1).unwrap().extract().unwrap();
                    assert_eq!(status, 0);
                }
            });
        }
    });
}

#[test]
fn a_collection_may_drop_and_attach_and_drains_nothing() {
    ends_well(
        "destructors::a_collection_may_drop_and_attach_and_drains_nothing",
        || {
            static HELD: Mutex<Vec<Py<PyAny>>> = Mutex::new(Vec::new());
            fn on_traverse(_: Python<'_>) {
                let mut held = HELD.lock().unwrap();
                // A reference that is a moment old, one of two to an object, and the last one of an
                // object that the collector does not know.
                Python::attach(|py| drop(held[0].clone_ref(py)));
                drop(held.split_off(1));
                assert_eq!(pool::stats().pending, 1);
            }
            pool::set_nudge(false);
            Python::initialize();
            Python::attach(|py| {
                let (first, shared) = (object(py), object(py));
                let (waiting, count) = witness(py);
                *HELD.lock().unwrap() = vec![
                    first.clone_ref(py),
                    shared.clone_ref(py),
                    py.eval("b'not' + b' shared'", None, None).unwrap().unbind(),
                ];
                let raw = Raw::create(
                    py,
                    Held {
                        on_traverse,
                        on_dealloc: nothing,
                        _reference: None,
                    },
                );
                thread::spawn(|| drop(waiting)).join().unwrap();
                let gc = py.import("gc").unwrap();
                for _ in 0..10 {
                    gc.call_method0("collect").unwrap();
                }
                assert_eq!(deaths(py, &count), 0);
                assert_eq!(HELD.lock().unwrap().len(), 1);
                HELD.lock().unwrap().clear();
                assert_eq!((first.refcnt(py), shared.refcnt(py)), (1, 1));
                assert_eq!(pool::drain(py), 1);
                assert_eq!(deaths(py, &count), 1);
                drop(raw);
            });
        },
    );
}

#[test]
fn a_deallocation_may_drop_attached_and_detached() {
    ends_well(
        "destructors::a_deallocation_may_drop_attached_and_detached",
        || {
            fn on_dealloc(py: Python<'_>) {
                everything(py);
            }
            Python::initialize();
            pool::set_nudge(false);
            let (held, count) = Python::attach(witness);
            let raw = Python::attach(|py| {
                let mut reference = held;
                // Each holds the next.
                for _ in 0..10 {
                    let held = Held {
                        on_traverse: nothing,
                        on_dealloc,
                        _reference: Some(reference),
                    };
                    reference = Raw::create(py, held);
                }
                reference
            });
            drop(raw);
            Python::attach(|py| {
                assert_eq!((ran(), deaths(py, &count)), (10, 1));
            });
            let stats = pool::stats();
            assert_eq!((stats.pending, stats.leaked), (0, 0));
        },
    );
}

fn clear_the_exception(py: Python<'_>) {
    RAN.fetch_add(1, Ordering::Relaxed);
    drop(PyErr::take(py));
}

fn replace_the_exception(py: Python<'_>) {
    RAN.fetch_add(1, Ordering::Relaxed);
    PyErr::value_error(py, "of the destructor").restore(py);
}

/// Objects whose C destructors clear the pending exception, and set another.
fn clobbering(py: Python<'_>) -> Vec<Py<PyAny>> {
    let create = |on_dealloc: fn(Python<'_>)| {
        let held = Held {
            on_traverse: nothing,
            on_dealloc,
            _reference: None,
        };
        Raw::create(py, held)
    };
    [clear_the_exception, replace_the_exception]
        .map(|it: fn(Python<'_>)| create(it))
        .into()
}

#[test]
fn a_pending_exception_survives_every_kind_of_drain() {
    ends_well(
        "destructors::a_pending_exception_survives_every_kind_of_drain",
        || {
            fn assert_pending(py: Python<'_>) {
                assert_eq!(PyErr::take(py).unwrap().to_string(), "ValueError: survives");
            }
            Python::initialize();
            pool::set_nudge(false);
            // Keeps the exception, too, while this thread is not attached.
            let _kept = Python::keep_thread_state();
            let all = Python::attach(|py| {
                let all = clobbering(py);
                thread::spawn(|| drop(all)).join().unwrap();
                PyErr::value_error(py, "survives").restore(py);
                pool::drain(py);
                assert_eq!(ran(), 2);
                assert_pending(py);

                let all = clobbering(py);
                PyErr::value_error(py, "survives").restore(py);
                py.detach(|| drop(all));
                assert_eq!(ran(), 4);
                assert_pending(py);

                let all = clobbering(py);
                PyErr::value_error(py, "survives").restore(py);
                all
            });
            drop(all);
            Python::attach(|py| {
                assert_eq!(ran(), 6);
                assert_pending(py);
            });
        },
    );
}

#[test]
fn a_drain_leaves_no_exception_behind() {
    ends_well("destructors::a_drain_leaves_no_exception_behind", || {
        Python::initialize();
        pool::set_nudge(false);
        drop(Python::attach(clobbering));
        Python::attach(|py| {
            assert!(PyErr::take(py).is_none(), "after an attach");
            let all = clobbering(py);
            py.detach(|| drop(all));
            assert!(PyErr::take(py).is_none(), "after a detach");
            let all = clobbering(py);
            pool::set_nudge(true);
            thread::spawn(|| drop(all)).join().unwrap();
            until(|| {
                // If an exception were still pending, this would raise it.
                py.run("import time; time.sleep(0)", None, None).unwrap();
                ran() == 6
            });
        });
    });
}
