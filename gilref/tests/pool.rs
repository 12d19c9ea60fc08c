//! Detached drops with the policy "defer".
#![cfg(not(gilref_disable_reference_pool))]

mod common;

use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, Once, PoisonError, mpsc};
use std::thread;

use common::{assert_success, deaths, in_child, object, settle, witness};
use gilref::pool::{self, DeferredDrop, Fate, PoolStats};
use gilref::types::PyAny;
use gilref::{Py, PyErr, Python};

/// There is one pool, so its tests run one at a time. Only the test itself drains: the main thread runs no bytecode here and is
/// not asked to, and there is no drain thread.
fn alone() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    static START: Once = Once::new();
    let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    pool::set_nudge(false);
    pool::set_drain_thread(None);
    START.call_once(initialize_on_a_thread_that_stays);
    Python::attach(|py| {
        pool::drain(py);
        pool::assert_empty(py);
    });
    turn
}

/// The thread that starts the interpreter leaves its thread state there. A free-threaded build finds an object's maker by the
/// address of its thread's data, which a later thread may have too: had the first one ended, some of the later ones'
/// objects would wait for it for ever.
fn initialize_on_a_thread_that_stays() {
    let (started, start) = mpsc::channel();
    thread::spawn(move || {
        Python::initialize();
        started.send(()).unwrap();
        loop {
            thread::park();
        }
    });
    start.recv().unwrap();
}

/// The difference to earlier statistics.
fn since(before: PoolStats) -> (u64, u64, u64) {
    let now = pool::stats();
    (
        now.deferred - before.deferred,
        now.released - before.released,
        now.leaked - before.leaked,
    )
}

#[test]
fn a_detached_drop_waits_for_the_next_attach_and_is_released_once() {
    let _alone = alone();
    let (reference, count) = Python::attach(witness);
    let before = pool::stats();
    drop(reference);
    assert_eq!(pool::stats().pending, 1);
    assert_eq!(since(before), (1, 0, 0));
    Python::attach(|py| assert_eq!(deaths(py, &count), 1, "released before the closure runs"));
    assert_eq!(since(before), (1, 1, 0));
    assert_eq!(pool::stats().pending, 0);
    Python::attach(|py| assert_eq!(deaths(py, &count), 1));
    assert_eq!(since(before), (1, 1, 0));
    Python::attach(|py| count.drop_ref(py));
}

#[test]
fn an_attached_drop_never_reaches_the_pool() {
    let _alone = alone();
    let before = pool::stats();
    Python::attach(|py| drop(object(py)));
    assert_eq!(since(before), (0, 0, 0));
}

#[test]
fn try_attach_drains_too() {
    let _alone = alone();
    let (reference, count) = Python::attach(witness);
    drop(reference);
    Python::try_attach(|py| assert_eq!(deaths(py, &count), 1)).unwrap();
    Python::attach(|py| count.drop_ref(py));
}

#[test]
fn the_end_of_detach_drains() {
    let _alone = alone();
    Python::attach(|py| {
        let (reference, count) = witness(py);
        py.detach(|| {
            drop(reference);
            assert_eq!(pool::stats().pending, 1);
        });
        assert_eq!(deaths(py, &count), 1);
    });
}

#[test]
fn a_detach_that_unwinds_drains_too() {
    let _alone = alone();
    Python::attach(|py| {
        let (reference, count) = witness(py);
        let unwinds = catch_unwind(AssertUnwindSafe(|| {
            py.detach(|| {
                drop(reference);
                panic!("on purpose");
            })
        }));
        assert!(unwinds.is_err());
        assert_eq!(deaths(py, &count), 1);
    });
}

#[test]
fn a_nested_attach_does_not_drain() {
    let _alone = alone();
    Python::attach(|py| {
        let (reference, count) = witness(py);
        // Dropped by a detached thread while this one stays attached.
        thread::spawn(|| drop(reference)).join().unwrap();
        Python::attach(|py| assert_eq!(deaths(py, &count), 0));
        Python::try_attach(|py| assert_eq!(deaths(py, &count), 0)).unwrap();
        Python::initialize();
        assert_eq!(pool::stats().pending, 1);
        assert_eq!(pool::drain(py), 1);
        assert_eq!(deaths(py, &count), 1);
    });
}

#[test]
fn drain_up_to_releases_that_many_and_keeps_the_rest() {
    let _alone = alone();
    Python::attach(|py| {
        let objects: Vec<_> = (0..200).map(|_| object(py)).collect();
        thread::spawn(|| drop(objects)).join().unwrap();
        assert_eq!(pool::drain_up_to(py, 0), 0);
        assert_eq!(pool::drain_up_to(py, 3), 3);
        assert_eq!(pool::stats().pending, 197);
        assert_eq!(pool::drain_up_to(py, 150), 150);
        assert_eq!(pool::drain(py), 47);
        assert_eq!(pool::drain(py), 0);
    });
}

#[test]
fn a_drain_limit_caps_each_attach_and_nothing_else() {
    let _alone = alone();
    let objects = Python::attach(|py| (0..2500).map(|_| object(py)).collect::<Vec<_>>());
    drop(objects);
    pool::set_drain_limit(NonZeroUsize::new(1000));
    let pending = || Python::attach(|_| pool::stats().pending);
    let seen = [pending(), pending(), pending()];
    Python::attach(|py| {
        let objects: Vec<_> = (0..2500).map(|_| object(py)).collect();
        py.detach(|| drop(objects));
        assert_eq!(pool::stats().pending, 1500);
        assert_eq!(pool::drain(py), 1500);
    });
    pool::set_drain_limit(None);
    assert_eq!(seen, [1500, 500, 0]);
}

#[test]
fn every_entry_of_many_threads_is_released_once() {
    let _alone = alone();
    let before = pool::stats();
    let counted = Python::attach(object);
    thread::scope(|scope| {
        for _ in 0..8 {
            let copies =
                Python::attach(|py| (0..1000).map(|_| counted.clone_ref(py)).collect::<Vec<_>>());
            scope.spawn(move || {
                for (number, copy) in copies.into_iter().enumerate() {
                    drop(copy);
                    if number % 100 == 0 {
                        Python::attach(|_| ());
                    }
                }
            });
        }
    });
    Python::attach(|py| {
        settle(py);
        assert_eq!(counted.refcnt(py), 1);
    });
    assert_eq!(since(before), (8000, 8000, 0));
    Python::attach(|py| counted.drop_ref(py));
}

#[test]
fn high_water_is_the_most_that_ever_waited() {
    let _alone = alone();
    let at_first = pool::stats().high_water;
    let objects = Python::attach(|py| (0..=at_first + 10).map(|_| object(py)).collect::<Vec<_>>());
    drop(objects);
    Python::attach(|_| ());
    let stats = pool::stats();
    assert_eq!((stats.pending, stats.high_water), (0, at_first + 11));
}

/// A Python object whose destructor calls `function`.
fn with_destructor(py: Python<'_>, function: &str) -> Py<PyAny> {
    let code = format!("type('D', (), {{'__del__': lambda self: {function}}})()");
    py.eval(&code, None, None).unwrap().unbind()
}

#[test]
fn a_destructor_may_drain_and_attach_and_detach_and_drop() {
    use pyo3_ffi as ffi;
    use std::ptr;

    static HELD: Mutex<Vec<Py<PyAny>>> = Mutex::new(Vec::new());
    static RAN: AtomicUsize = AtomicUsize::new(0);

    unsafe extern "C" fn reenter(
        _: *mut ffi::PyObject,
        _: *mut ffi::PyObject,
    ) -> *mut ffi::PyObject {
        // SAFETY: called by Python.
        let py = unsafe { Python::assume_attached() };
        RAN.fetch_add(1, Ordering::Relaxed);
        pool::drain(py);
        let held = HELD.lock().unwrap().pop();
        py.detach(|| drop(held));
        Python::attach(|py| assert_eq!(pool::drain(py), 0));
        py.none().into_ptr()
    }

    struct Def(ffi::PyMethodDef);
    // SAFETY: never written to.
    unsafe impl Sync for Def {}
    static DEF: Def = Def(ffi::PyMethodDef {
        ml_name: c"reenter".as_ptr(),
        ml_meth: ffi::PyMethodDefPointer {
            PyCFunction: reenter,
        },
        ml_flags: ffi::METH_NOARGS,
        ml_doc: ptr::null(),
    });

    let _alone = alone();
    let first = Python::attach(|py| {
        // SAFETY: the definition is static.
        let function = unsafe {
            ffi::PyCFunction_NewEx(
                (&raw const DEF.0).cast_mut(),
                ptr::null_mut(),
                ptr::null_mut(),
            )
        };
        // SAFETY: a new reference, or null with an exception.
        let function = unsafe { gilref::Bound::from_owned_ptr_or_err(py, function) }.unwrap();
        py.import("__main__")
            .unwrap()
            .add("reenter", function)
            .unwrap();
        HELD.lock()
            .unwrap()
            .extend((0..20).map(|_| with_destructor(py, "reenter()")));
        (0..20)
            .map(|_| with_destructor(py, "reenter()"))
            .collect::<Vec<_>>()
    });
    drop(first);
    Python::attach(|py| {
        // The detach inside each destructor is what drains what it dropped.
        assert_eq!(pool::drain(py), 0);
    });
    assert_eq!(RAN.load(Ordering::Relaxed), 40);
    assert!(HELD.lock().unwrap().is_empty());
    assert_eq!(pool::stats().pending, 0);
}

#[test]
fn a_destructor_that_raises_stops_nothing() {
    let _alone = alone();
    let (objects, last, count) = Python::attach(|py| {
        py.run(
            "import sys; sys.unraisablehook = lambda seen: None",
            None,
            None,
        )
        .unwrap();
        let objects: Vec<_> = (0..5).map(|_| with_destructor(py, "1 / 0")).collect();
        let (last, count) = witness(py);
        (objects, last, count)
    });
    drop(objects);
    drop(last);
    Python::attach(|py| {
        assert!(PyErr::take(py).is_none());
        assert_eq!(deaths(py, &count), 1);
        py.run("sys.unraisablehook = sys.__unraisablehook__", None, None)
            .unwrap();
    });
}

#[test]
fn a_drop_in_the_destructor_of_a_thread_local_is_deferred() {
    thread_local!(static KEPT: std::cell::RefCell<Option<Py<PyAny>>> = const { std::cell::RefCell::new(None) });
    let _alone = alone();
    let (reference, count) = Python::attach(witness);
    thread::spawn(move || KEPT.set(Some(reference)))
        .join()
        .unwrap();
    Python::attach(|py| {
        assert_eq!(deaths(py, &count), 1);
        count.drop_ref(py);
    });
}

#[test]
fn the_hook_sees_each_detached_drop_on_its_thread() {
    static SEEN: Mutex<Vec<(usize, Fate, Option<String>)>> = Mutex::new(Vec::new());
    fn hook(drop: DeferredDrop) {
        let name = thread::current().name().map(String::from);
        SEEN.lock()
            .unwrap()
            .push((drop.address(), drop.fate(), name));
    }
    let _alone = alone();
    let (one, other) = Python::attach(|py| (object(py), object(py)));
    let address = one.as_ptr().addr();
    pool::set_hook(Some(hook));
    let worker = thread::Builder::new().name("dropper".into());
    worker.spawn(|| drop(one)).unwrap().join().unwrap();
    Python::attach(|_| drop(other));
    pool::set_hook(None);
    Python::attach(|py| drop(object(py)));
    assert_eq!(
        *SEEN.lock().unwrap(),
        [(address, Fate::Deferred, Some("dropper".into()))]
    );
}

/// A container goes on dropping when the first drop panics, and a second panic would abort the process.
#[test]
fn a_hook_that_panics_changes_nothing() {
    let output = in_child("a_hook_that_panics_changes_nothing", || {
        thread_local!(static KEPT: std::cell::RefCell<Vec<Py<PyAny>>> = const { std::cell::RefCell::new(Vec::new()) });
        pool::set_nudge(false);
        pool::set_drain_thread(None);
        Python::initialize();
        let (one, one_count) = Python::attach(witness);
        let (other, other_count) = Python::attach(witness);
        let [third, fourth] = Python::attach(|py| [object(py), object(py)]);
        pool::set_hook(Some(|_| panic!("in the hook")));
        drop(vec![one, other]);
        // Where a panic that gets out is an abort.
        thread::spawn(|| KEPT.with_borrow_mut(|kept| kept.extend([third, fourth])))
            .join()
            .unwrap();
        pool::set_hook(None);
        assert_eq!(pool::stats().pending, 4);
        Python::attach(|py| {
            assert_eq!((deaths(py, &one_count), deaths(py, &other_count)), (1, 1));
        });
        assert_eq!(pool::stats().released, 4);
    });
    assert_success(&output);
    assert_eq!(common::text(&output).matches("in the hook").count(), 4);
}

#[test]
fn assert_empty_tells_what_waits() {
    let _alone = alone();
    Python::attach(|py| {
        pool::assert_empty(py);
        let object = object(py);
        thread::spawn(|| drop(object)).join().unwrap();
        let panic = catch_unwind(AssertUnwindSafe(|| pool::assert_empty(py))).unwrap_err();
        let words = panic.downcast_ref::<String>().unwrap();
        assert!(
            words.starts_with("1 Python reference(s) were dropped on detached threads"),
            "{words}"
        );
        pool::drain(py);
        pool::assert_empty(py);
    });
}

#[test]
fn the_backtrace_hook_names_the_function_that_dropped() {
    #[inline(never)]
    fn the_guilty_function(object: Py<PyAny>) {
        drop(object);
        std::hint::black_box(());
    }
    let output = in_child("the_backtrace_hook_names_the_function_that_dropped", || {
        Python::initialize();
        pool::hooks::set_backtraces(1);
        pool::set_hook(Some(pool::hooks::backtrace));
        the_guilty_function(Python::attach(object));
        drop(Python::attach(object));
    });
    assert_success(&output);
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        stderr.matches("was dropped on thread").count(),
        1,
        "{stderr}"
    );
    assert!(stderr.contains("the_guilty_function"), "{stderr}");
}

#[test]
fn the_main_thread_is_nudged_when_the_pool_goes_from_empty_to_pending() {
    let output = in_child(
        "the_main_thread_is_nudged_when_the_pool_goes_from_empty_to_pending",
        || {
            // This thread initializes the interpreter, so it is Python's main thread.
            Python::initialize();
            Python::attach(|py| {
                let (reference, count) = witness(py);
                let (go, gone) = mpsc::channel::<Py<PyAny>>();
                let dropper = thread::spawn(move || drop(gone.recv().unwrap()));
                go.send(reference).unwrap();
                dropper.join().unwrap();
                assert_eq!(deaths(py, &count), 0);
                // No attach, no detach, no drain: only bytecode. `sleep(0)` releases the GIL and takes it
                // again. Versions before 3.13 look for pending calls only then.
                let code = "
import time
while not COUNT[0]: time.sleep(0)";
                py.import("__main__").unwrap().add("COUNT", &count).unwrap();
                py.run(code, None, None).unwrap();
                assert_eq!(pool::stats().pending, 0);

                // When the nudge is off, no drain is asked for.
                pool::set_nudge(false);
                let (reference, count) = witness(py);
                thread::spawn(|| drop(reference)).join().unwrap();
                py.run("for _ in range(1000): time.sleep(0)", None, None)
                    .unwrap();
                assert_eq!(deaths(py, &count), 0);
            });
        },
    );
    assert_success(&output);
}

#[test]
fn a_bounded_nudge_asks_again_for_the_rest() {
    let output = in_child("a_bounded_nudge_asks_again_for_the_rest", || {
        Python::initialize();
        pool::set_drain_limit(NonZeroUsize::new(10));
        Python::attach(|py| {
            let objects: Vec<_> = (0..95).map(|_| object(py)).collect();
            let (last, count) = witness(py);
            thread::spawn(|| drop((objects, last))).join().unwrap();
            py.import("__main__").unwrap().add("COUNT", &count).unwrap();
            py.run("import time\nwhile not COUNT[0]: time.sleep(0)", None, None)
                .unwrap();
        });
    });
    assert_success(&output);
}

/// Runs a line of Python, which is at least one turn of the interpreter loop, and at most a few. Up to 3.12
/// the loop looks for calls that another thread has queued when it has got the GIL back.
fn turn(py: Python<'_>) {
    let sleep = py.import("time").unwrap().getattr("sleep").unwrap();
    sleep.call1((0,)).unwrap();
    py.run("pass", None, None).unwrap();
}

/// Objects that another thread has dropped, while this one, whose loop was asked, stays attached.
fn drop_elsewhere(py: Python<'_>, count: usize) {
    let objects: Vec<_> = (0..count).map(|_| object(py)).collect();
    thread::spawn(|| drop(objects)).join().unwrap();
    assert_eq!(pool::stats().pending, count as u64);
}

#[test]
fn a_turn_of_the_loop_releases_no_more_than_the_drain_limit() {
    let output = in_child(
        "a_turn_of_the_loop_releases_no_more_than_the_drain_limit",
        || {
            pool::set_drain_thread(None);
            Python::initialize();
            pool::set_drain_limit(NonZeroUsize::new(1));
            Python::attach(|py| {
                drop_elsewhere(py, 100);
                let mut before = pool::stats().released;
                while pool::stats().pending > 0 {
                    turn(py);
                    let released = pool::stats().released;
                    assert!(released - before <= 4, "{}", released - before);
                    before = released;
                }
            });
        },
    );
    assert_success(&output);
}

#[test]
fn what_a_bounded_drain_leaves_stays_until_something_is_dropped() {
    let output = in_child(
        "what_a_bounded_drain_leaves_stays_until_something_is_dropped",
        || {
            pool::set_drain_thread(None);
            Python::initialize();
            Python::attach(|py| {
                drop_elsewhere(py, 100);
                // The loop has been asked. The drain takes the wish with it.
                assert_eq!(pool::drain_up_to(py, 10), 10);
                for _ in 0..100 {
                    turn(py);
                }
                assert_eq!(pool::stats().pending, 90);
                let (reference, count) = witness(py);
                thread::spawn(|| drop(reference)).join().unwrap();
                while deaths(py, &count) == 0 {
                    py.run("import time; time.sleep(0)", None, None).unwrap();
                }
                assert_eq!(pool::stats().pending, 0);
            });
        },
    );
    assert_success(&output);
}

#[test]
fn what_an_attach_leaves_is_asked_for() {
    let output = in_child("what_an_attach_leaves_is_asked_for", || {
        pool::set_drain_thread(None);
        Python::initialize();
        let objects: Vec<_> = Python::attach(|py| (0..100).map(|_| object(py)).collect());
        drop(objects);
        pool::set_drain_limit(NonZeroUsize::new(10));
        Python::attach(|py| {
            assert_eq!(pool::stats().pending, 90);
            pool::set_drain_limit(None);
            while pool::stats().pending > 0 {
                py.run("import time; time.sleep(0)", None, None).unwrap();
            }
        });
    });
    assert_success(&output);
}

#[test]
fn turning_the_nudge_on_asks_for_what_waits() {
    let output = in_child("turning_the_nudge_on_asks_for_what_waits", || {
        pool::set_drain_thread(None);
        pool::set_nudge(false);
        Python::initialize();
        Python::attach(|py| {
            drop_elsewhere(py, 3);
            pool::set_nudge(true);
            while pool::stats().pending > 0 {
                py.run("import time; time.sleep(0)", None, None).unwrap();
            }
        });
    });
    assert_success(&output);
}
