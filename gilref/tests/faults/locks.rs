//! Locks whose holder attaches, and destructors that want the same lock.
//!
//! Each destructor here really locks. If it runs on the thread that holds the lock, that is a deadlock (or a
//! panic).

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};
use std::thread;

use gilref::types::PyAny;
use gilref::{GilClone, Py, Python, pool};

use crate::common::object;
use crate::ends_well;
use crate::native::with_destructor;

static RAN: AtomicUsize = AtomicUsize::new(0);

/// What a library may do while its caller holds a lock. Every attach in it is nested.
fn what_may_be_done_under_a_lock(py: Python<'_>) {
    let object = Python::attach(object);
    Python::try_attach(|py| drop(object.clone_ref(py))).unwrap();
    drop(GilClone::clone_ref(&object, py));
    drop(Python::keep_thread_state());
    Python::initialize();
    drop(object);
    assert!(pool::stats().pending > 0);
}

/// Puts an object with this destructor into the pool.
fn leave_in_the_pool(py: Python<'_>, destructor: fn(Python<'_>)) {
    let stranger = with_destructor(py, destructor);
    thread::spawn(|| drop(stranger)).join().unwrap();
    assert_eq!(pool::stats().pending, 1);
}

#[test]
fn a_mutex_is_held_in_peace() {
    ends_well("locks::a_mutex_is_held_in_peace", || {
        // A nudged main thread drains when it runs bytecode, which is what the tests here do.
        pool::set_nudge(false);
        static LOCK: Mutex<()> = Mutex::new(());
        fn destructor(_: Python<'_>) {
            drop(LOCK.lock().unwrap());
            RAN.fetch_add(1, Ordering::Relaxed);
        }
        Python::initialize();
        Python::attach(|py| {
            leave_in_the_pool(py, destructor);
            let locked = LOCK.lock().unwrap();
            what_may_be_done_under_a_lock(py);
            assert_eq!(RAN.load(Ordering::Relaxed), 0);
            drop(locked);
            pool::drain(py);
            assert_eq!(RAN.load(Ordering::Relaxed), 1);
        });
    });
}

#[test]
fn a_once_cell_is_initialized_in_peace() {
    ends_well("locks::a_once_cell_is_initialized_in_peace", || {
        pool::set_nudge(false);
        static CELL: OnceLock<Py<PyAny>> = OnceLock::new();
        fn cell(py: Python<'_>) -> &'static Py<PyAny> {
            CELL.get_or_init(|| {
                what_may_be_done_under_a_lock(py);
                Python::attach(object)
            })
        }
        fn destructor(py: Python<'_>) {
            assert_eq!(cell(py).refcnt(py), 1);
            RAN.fetch_add(1, Ordering::Relaxed);
        }
        Python::initialize();
        Python::attach(|py| {
            leave_in_the_pool(py, destructor);
            cell(py);
            assert_eq!(RAN.load(Ordering::Relaxed), 0);
            pool::drain(py);
            assert_eq!(RAN.load(Ordering::Relaxed), 1);
        });
    });
}

/// On a thread other than the main one, which is the one that is nudged, bytecode drains nothing
/// either.
#[test]
fn a_holder_that_runs_bytecode_on_another_thread_is_left_in_peace() {
    ends_well(
        "locks::a_holder_that_runs_bytecode_on_another_thread_is_left_in_peace",
        || {
            static LOCK: Mutex<()> = Mutex::new(());
            fn destructor(_: Python<'_>) {
                drop(LOCK.lock().unwrap());
                RAN.fetch_add(1, Ordering::Relaxed);
            }
            Python::initialize();
            let worker = thread::spawn(|| {
                Python::attach(|py| {
                    leave_in_the_pool(py, destructor);
                    let locked = LOCK.lock().unwrap();
                    let code = "import time\nfor _ in range(100): time.sleep(0)";
                    Python::attach(|py| py.run(code, None, None)).unwrap();
                    assert_eq!(RAN.load(Ordering::Relaxed), 0);
                    drop(locked);
                });
            });
            worker.join().unwrap();
            Python::attach(|_| ());
            assert_eq!(RAN.load(Ordering::Relaxed), 1);
        },
    );
}
