//! Fork: `os.fork()` while other threads attach, drop and drain.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use gilref::types::PyAny;
use gilref::{Py, Python, pool};
use pyo3_ffi as ffi;

use crate::common::{deaths, exit_callbacks, object, settle, witness};
use crate::{ends_well, until};

/// How a child ends.
#[derive(Clone, Copy)]
pub(crate) enum Exit {
    /// `os._exit`: no callback, no finalization.
    AtOnce,
    /// Python is finalized, and then the process ends.
    Normal,
}

impl Exit {
    fn of_turn(turn: usize) -> Self {
        if turn % 2 == 0 {
            Self::AtOnce
        } else {
            Self::Normal
        }
    }
}

/// Runs `child` in a child process, and demands that the child ends well, within a minute.
pub(crate) fn fork(py: Python<'_>, exit: Exit, child: impl FnOnce(Python<'_>)) {
    let os = py.import("os").unwrap();
    let id: i32 = os.call_method0("fork").unwrap().extract().unwrap();
    if id == 0 {
        in_fork(py, exit, child);
    }
    let waited = os.call_method1("waitpid", (id, 0)).unwrap();
    let status: i32 = waited.get_item(1).unwrap().extract().unwrap();
    assert_eq!(status, 0, "of a child");
}

/// What the child does. Never returns: the frames above are those of a process that has other
/// threads.
pub(crate) fn in_fork(py: Python<'_>, exit: Exit, child: impl FnOnce(Python<'_>)) -> ! {
    // A child that hangs is ended by a signal, and its parent sees that.
    // SAFETY: no requirement.
    unsafe { libc::alarm(60) };
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        child(py);
        if let Exit::Normal = exit {
            // SAFETY: attached; nothing of Python is used after it.
            let status = unsafe { ffi::Py_FinalizeEx() };
            assert_eq!(status, 0);
        }
    }));
    match (outcome, exit) {
        (Ok(()), Exit::Normal) => std::process::exit(0),
        // SAFETY: no requirement.
        (Ok(()), Exit::AtOnce) => unsafe { libc::_exit(0) },
        // SAFETY: no requirement.
        (Err(_), _) => unsafe { libc::_exit(101) },
    }
}

/// Does everything that a process does with gilref, in a child that was forked while its parent's threads were dropping.
fn works(py: Python<'_>, shared: &Py<PyAny>) {
    pool::drain(py);
    let before = shared.refcnt(py);
    let copies: Vec<_> = (0..100).map(|_| shared.clone_ref(py)).collect();
    let (one, one_count) = witness(py);
    let (other, other_count) = witness(py);
    py.detach(|| {
        drop((copies, one));
        // A thread of the child. The record that it takes may have belonged to a thread of the parent.
        let worker = thread::spawn(move || {
            drop(other);
            Python::attach(|py| assert!(py.eval("1 + 1", None, None).is_ok()));
        });
        worker.join().unwrap();
    });
    settle(py);
    assert_eq!((deaths(py, &one_count), deaths(py, &other_count)), (1, 1));
    assert_eq!(shared.refcnt(py), before);
}

/// Threads that drop copies of `shared` detached, all the time, while `during` runs attached.
fn while_others_burst(shared: &Py<PyAny>, during: impl FnOnce(Python<'_>)) {
    const THREADS: usize = 3;
    let stop = AtomicBool::new(false);
    let bursting = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                // Up to 3.11 a fork while another thread builds or destroys a thread state is
                // enough to hang the child in `PyOS_AfterFork_Child`, whatever has built it.
                let _kept = Python::keep_thread_state();
                bursting.fetch_add(1, Ordering::Relaxed);
                while !stop.load(Ordering::Relaxed) {
                    let copies = Python::attach(|py| {
                        (0..3000).map(|_| shared.clone_ref(py)).collect::<Vec<_>>()
                    });
                    drop(copies);
                }
            });
        }
        until(|| bursting.load(Ordering::Relaxed) == THREADS);
        // Also when it unwinds: the scope waits for the threads.
        let outcome = catch_unwind(AssertUnwindSafe(|| Python::attach(during)));
        stop.store(true, Ordering::Relaxed);
        outcome.unwrap();
    });
}

fn nothing_is_left_over(shared: Py<PyAny>) {
    Python::attach(|py| {
        settle(py);
        assert_eq!(shared.refcnt(py), 1);
        shared.drop_ref(py);
        let stats = pool::stats();
        assert_eq!((stats.pending, stats.leaked), (0, 0));
        assert_eq!(stats.deferred, stats.released);
    });
}

#[test]
fn parent_and_children_go_on_after_forks_in_the_middle_of_bursts() {
    ends_well(
        "fork::parent_and_children_go_on_after_forks_in_the_middle_of_bursts",
        || {
            Python::initialize();
            let shared = Python::attach(object);
            while_others_burst(&shared, |py| {
                // Without a GIL the others burst all the time, and leave little of the machine.
                let turns = if cfg!(Py_GIL_DISABLED) { 60 } else { 300 };
                for turn in 0..turns {
                    fork(py, Exit::of_turn(turn), |py| works(py, &shared));
                    // Gives other threads the GIL.
                    py.detach(thread::yield_now);
                }
            });
            nothing_is_left_over(shared);
        },
    );
}

#[test]
fn a_thread_that_was_not_the_main_one_goes_on_as_that_of_the_child() {
    ends_well(
        "fork::a_thread_that_was_not_the_main_one_goes_on_as_that_of_the_child",
        || {
            Python::initialize();
            let shared = Python::attach(object);
            thread::scope(|scope| {
                scope.spawn(|| {
                    while_others_burst(&shared, |py| {
                        for _ in 0..50 {
                            // Not finalized: there CPython from 3.13 on wants the state of the thread that
                            // was the main one, and crashes.
                            fork(py, Exit::AtOnce, |py| works(py, &shared));
                            py.detach(thread::yield_now);
                        }
                    });
                });
            });
            nothing_is_left_over(shared);
        },
    );
}

/// The child has no thread state but the one of the thread that has forked, and in CPython 3.11 and 3.12 can't make
/// one after the last was destroyed.
#[test]
fn a_thread_that_was_not_the_main_one_attaches_again_and_again_in_the_child() {
    fn fork_outside_of_attaches(before: impl FnOnce()) {
        let id: i32 = Python::attach(|py| {
            let id = py.eval("__import__('os').fork()", None, None).unwrap();
            id.extract().unwrap()
        });
        if id == 0 {
            // SAFETY: no requirement.
            unsafe { libc::alarm(60) };
            let outcome = catch_unwind(AssertUnwindSafe(|| {
                before();
                for _ in 0..3 {
                    Python::attach(|_| ());
                    let worker = thread::spawn(|| Python::attach(|_| ()));
                    worker.join().unwrap();
                    drop(Python::keep_thread_state());
                }
            }));
            // SAFETY: no requirement.
            unsafe { libc::_exit(if outcome.is_ok() { 0 } else { 101 }) };
        }
        let mut status = 0;
        // SAFETY: writes to `status`.
        let waited = unsafe { libc::waitpid(id, &raw mut status, 0) };
        assert_eq!((waited, status), (id, 0));
    }

    ends_well(
        "fork::a_thread_that_was_not_the_main_one_attaches_again_and_again_in_the_child",
        || {
            Python::initialize();
            let other = thread::spawn(|| {
                fork_outside_of_attaches(|| ());
                let kept = Python::keep_thread_state();
                fork_outside_of_attaches(|| drop(kept));
            });
            other.join().unwrap();
        },
    );
}

#[test]
fn a_child_registers_what_a_thread_of_the_parent_was_just_registering() {
    ends_well(
        "fork::a_child_registers_what_a_thread_of_the_parent_was_just_registering",
        || {
            // Not started by gilref, so that its exit callback is not registered.
            // SAFETY: not initialized.
            unsafe { ffi::Py_InitializeEx(0) };
            // SAFETY: the thread that initialized the interpreter is attached.
            let py = unsafe { Python::assume_attached() };
            let slow = "import atexit, sys
def register(function, was=atexit.register, sys=sys):
    sys.is_registering = True
    while not hasattr(sys, 'was_forked'): pass
    return was(function)
atexit.register = register
";
            py.run(slow, None, None).unwrap();
            thread::scope(|scope| {
                scope.spawn(|| Python::attach(|_| ()));
                let wait = "import sys\nwhile not hasattr(sys, 'is_registering'): pass";
                py.run(wait, None, None).unwrap();
                fork(py, Exit::AtOnce, |py| {
                    let before = exit_callbacks(py);
                    py.run("import sys; sys.was_forked = True", None, None)
                        .unwrap();
                    Python::initialize();
                    assert_eq!(exit_callbacks(py), before + 1);
                });
                py.run("import sys; sys.was_forked = True", None, None)
                    .unwrap();
                // SAFETY: attached. The thread that registers needs the GIL.
                unsafe { ffi::PyEval_SaveThread() };
            });
        },
    );
}

#[test]
fn what_waited_at_the_fork_is_released_once_in_each_process() {
    ends_well(
        "fork::what_waited_at_the_fork_is_released_once_in_each_process",
        || {
            pool::set_nudge(false);
            Python::initialize();
            Python::attach(|py| {
                for turn in 0..10 {
                    let (reference, count) = witness(py);
                    thread::spawn(|| drop(reference)).join().unwrap();
                    fork(py, Exit::of_turn(turn), |py| {
                        assert_eq!(pool::stats().pending, 1);
                        assert_eq!(pool::drain(py), 1);
                        assert_eq!(deaths(py, &count), 1);
                    });
                    assert_eq!(deaths(py, &count), 0);
                    assert_eq!(pool::drain(py), 1);
                    assert_eq!(deaths(py, &count), 1);
                }
            });
        },
    );
}

/// As programs do that make sure of Python before each use.
#[test]
fn a_child_initializes_and_attaches_whatever_another_thread_was_initializing() {
    ends_well(
        "fork::a_child_initializes_and_attaches_whatever_another_thread_was_initializing",
        || {
            Python::initialize();
            let stop = AtomicBool::new(false);
            thread::scope(|scope| {
                scope.spawn(|| {
                    while !stop.load(Ordering::Relaxed) {
                        Python::initialize();
                    }
                });
                let outcome = catch_unwind(AssertUnwindSafe(|| {
                    Python::attach(|py| {
                        for turn in 0..40 {
                            fork(py, Exit::AtOnce, |py| {
                                if turn % 2 == 0 {
                                    // As `multiprocessing` does: the next attach registers again.
                                    py.run("import atexit; atexit._clear()", None, None)
                                        .unwrap();
                                }
                                py.detach(|| {
                                    Python::initialize();
                                    Python::attach(|py| py.run("1 + 1", None, None).unwrap());
                                });
                            });
                        }
                    });
                }));
                stop.store(true, Ordering::Relaxed);
                outcome.unwrap();
            });
        },
    );
}

/// The attach that the child is in the middle of counts, in the child, as one attach.
#[test]
fn a_child_waits_at_its_exit_for_its_own_threads() {
    ends_well(
        "fork::a_child_waits_at_its_exit_for_its_own_threads",
        || {
            static FINISHED: AtomicBool = AtomicBool::new(false);
            Python::initialize();
            let id: i32 = Python::attach(|py| {
                let id = py.import("os").unwrap().call_method0("fork").unwrap();
                id.extract().unwrap()
            });
            if id == 0 {
                // Against hanging. SAFETY: no requirement.
                unsafe { libc::alarm(60) };
                let attached = std::sync::Barrier::new(2);
                let attached: &'static std::sync::Barrier = Box::leak(Box::new(attached));
                thread::spawn(|| {
                    Python::attach(|py| {
                        attached.wait();
                        let code = "import time\nfor _ in range(20): time.sleep(0)";
                        py.run(code, None, None).unwrap();
                        FINISHED.store(true, Ordering::Relaxed);
                    });
                });
                attached.wait();
                crate::common::finalize();
                let finished = FINISHED.load(Ordering::Relaxed);
                // SAFETY: no requirement.
                unsafe { libc::_exit(if finished { 0 } else { 101 }) };
            }
            let mut status = 0;
            // SAFETY: writes to `status`.
            let waited = unsafe { libc::waitpid(id, &raw mut status, 0) };
            assert_eq!((waited, status), (id, 0));
        },
    );
}
