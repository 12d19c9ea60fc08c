//! Late attaches: threads that go on attaching while the interpreter ends. All of these threads end too.

use std::panic::catch_unwind;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Barrier, mpsc};
use std::thread;

use gilref::{AttachError, Python};
#[cfg(unix)]
use pyo3_ffi as ffi;

use crate::common::{exit_callbacks, finalize, object};
#[cfg(unix)]
use crate::fork::{self, Exit};
use crate::native::function;
use crate::{ends_well, until};

const THREADS: usize = 4;

#[test]
fn try_attach_in_a_loop_ends_with_finalizing() {
    ends_well(
        "late_attach::try_attach_in_a_loop_ends_with_finalizing",
        || {
            Python::initialize();
            let attached = AtomicUsize::new(0);
            thread::scope(|scope| {
                for _ in 0..THREADS {
                    scope.spawn(|| {
                        let error = loop {
                            let turn = |py: Python<'_>| {
                                let object = object(py);
                                py.detach(|| drop(object));
                            };
                            match Python::try_attach(turn) {
                                Ok(()) => attached.fetch_add(1, Ordering::Relaxed),
                                Err(error) => break error,
                            };
                        };
                        assert_eq!(error, AttachError::Finalizing);
                        assert!(!Python::is_attached());
                    });
                }
                until(|| attached.load(Ordering::Relaxed) > 100);
                finalize();
            });
        },
    );
}

#[test]
fn attach_in_a_loop_ends_with_a_panic() {
    ends_well("late_attach::attach_in_a_loop_ends_with_a_panic", || {
        Python::initialize();
        let attached = AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| {
                    let panic = catch_unwind(|| {
                        loop {
                            Python::attach(|py| drop(object(py)));
                            attached.fetch_add(1, Ordering::Relaxed);
                        }
                    });
                    let words = *panic.unwrap_err().downcast::<String>().unwrap();
                    assert_eq!(words, AttachError::Finalizing.to_string());
                });
            }
            until(|| attached.load(Ordering::Relaxed) > 100);
            finalize();
        });
    });
}

#[test]
fn a_thread_that_keeps_its_state_ends_with_finalizing() {
    ends_well(
        "late_attach::a_thread_that_keeps_its_state_ends_with_finalizing",
        || {
            Python::initialize();
            let attached = AtomicUsize::new(0);
            let all_keep_theirs = Barrier::new(THREADS + 1);
            thread::scope(|scope| {
                for _ in 0..THREADS {
                    scope.spawn(|| {
                        let kept = Python::keep_thread_state();
                        all_keep_theirs.wait();
                        while Python::try_attach(|py| drop(object(py))).is_ok() {
                            attached.fetch_add(1, Ordering::Relaxed);
                        }
                        drop(kept);
                        assert_eq!(Python::try_attach(|_| ()), Err(AttachError::Finalizing));
                    });
                    scope.spawn(|| {
                        while Python::try_attach(|_| ()).is_ok() {
                            // Both its beginning and its end race with the interpreter's end.
                            let _ = catch_unwind(Python::keep_thread_state);
                        }
                    });
                }
                all_keep_theirs.wait();
                until(|| attached.load(Ordering::Relaxed) > 100);
                finalize();
            });
        },
    );
}

#[test]
fn a_thread_in_the_middle_of_python_code_comes_to_its_end() {
    ends_well(
        "late_attach::a_thread_in_the_middle_of_python_code_comes_to_its_end",
        || {
            Python::initialize();
            finalize_while_attached(|py| {
                let code = "import time\nfor _ in range(20): time.sleep(0)";
                py.run(code, None, None).unwrap();
            });
        },
    );
}

/// Ends the interpreter while another thread is in the middle of Python code, and has that thread
/// do `then` once the exit has begun.
fn finalize_while_attached(then: fn(Python<'_>)) {
    let (attached, is_attached) = mpsc::channel();
    let exit_has_begun = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            Python::attach(|py| {
                attached.send(()).unwrap();
                while !exit_has_begun.load(Ordering::Relaxed) {
                    py.run("pass", None, None).unwrap();
                }
                then(py);
            });
        });
        is_attached.recv().unwrap();
        scope.spawn(|| {
            while Python::try_attach(|_| ()).is_ok() {}
            exit_has_begun.store(true, Ordering::Relaxed);
        });
        finalize();
    });
}

/// Runs `during` attached, while other threads wait for the GIL. They end when they can't attach
/// any more.
#[cfg(target_os = "linux")]
fn while_others_wait(during: impl FnOnce(Python<'_>)) {
    /// Whether a thread of this process sleeps in the kernel.
    fn sleeps(id: libc::pid_t) -> bool {
        let stat = std::fs::read_to_string(format!("/proc/self/task/{id}/stat")).unwrap();
        // "12 (name) S ..."
        stat.rsplit_once(") ").unwrap().1.starts_with('S')
    }

    // SAFETY: initialized. Not released, for `during` may end the interpreter.
    unsafe { ffi::PyGILState_Ensure() };
    thread::scope(|scope| {
        for _ in 0..THREADS {
            let (id, ids) = mpsc::channel();
            scope.spawn(move || {
                // SAFETY: no requirement.
                id.send(unsafe { libc::gettid() }).unwrap();
                while Python::try_attach(|_| ()).is_ok() {}
                assert_eq!(Python::try_attach(|_| ()), Err(AttachError::Finalizing));
            });
            let id = ids.recv().unwrap();
            until(|| sleeps(id));
        }
        // SAFETY: attached, by the line above.
        during(unsafe { Python::assume_attached() });
    });
}

#[cfg(target_os = "linux")]
#[cfg_attr(Py_GIL_DISABLED, ignore = "no thread waits for a GIL")]
#[test]
fn try_attach_that_waits_for_the_gil_ends_with_finalizing() {
    ends_well(
        "late_attach::try_attach_that_waits_for_the_gil_ends_with_finalizing",
        || {
            Python::initialize();
            while_others_wait(|_| {
                // SAFETY: attached, on the thread that initialized.
                unsafe { ffi::Py_FinalizeEx() };
            });
        },
    );
}

#[cfg(target_os = "linux")]
#[cfg_attr(Py_GIL_DISABLED, ignore = "no thread waits for a GIL")]
#[test]
fn a_forked_child_does_not_wait_for_threads_that_it_does_not_have() {
    ends_well(
        "late_attach::a_forked_child_does_not_wait_for_threads_that_it_does_not_have",
        || {
            Python::initialize();
            while_others_wait(|py| {
                fork::fork(py, Exit::Normal, |_| ());
                // SAFETY: attached, on the thread that initialized.
                unsafe { ffi::Py_FinalizeEx() };
            });
        },
    );
}

#[cfg(unix)]
#[test]
fn a_child_that_is_forked_beside_the_exit_does_not_take_part_in_it() {
    ends_well(
        "late_attach::a_child_that_is_forked_beside_the_exit_does_not_take_part_in_it",
        || {
            Python::initialize();
            finalize_while_attached(|py| {
                fork_beside_the_exit(py, |py| {
                    let other = || Python::try_attach(|_| ());
                    assert_eq!(py.detach(|| thread::spawn(other).join().unwrap()), Ok(()));
                });
            });
        },
    );
}

/// `os.fork()`, which CPython 3.12.1 refuses at the exit.
#[cfg(unix)]
fn fork_beside_the_exit(py: Python<'_>, child: impl FnOnce(Python<'_>)) {
    // SAFETY: attached.
    unsafe { ffi::PyOS_BeforeFork() };
    // SAFETY: between the calls that CPython wants before and after it.
    let id = unsafe { libc::fork() };
    if id == 0 {
        // SAFETY: in the child.
        unsafe { ffi::PyOS_AfterFork_Child() };
        fork::in_fork(py, Exit::AtOnce, child);
    }
    // SAFETY: in the parent.
    unsafe { ffi::PyOS_AfterFork_Parent() };
    let mut status = 0;
    // SAFETY: writes to `status`.
    let waited = unsafe { libc::waitpid(id, &raw mut status, 0) };
    assert_eq!((waited, status), (id, 0));
}

/// Exit callbacks run last in, first out.
#[test]
fn after_the_exit_has_begun_only_the_thread_that_exits_attaches() {
    static RAN: AtomicUsize = AtomicUsize::new(0);

    fn late(py: Python<'_>) {
        let before = exit_callbacks(py);
        py.detach(|| {
            let try_attach = || Python::try_attach(|py| py.run("1", None, None).unwrap());
            let other = thread::spawn(try_attach);
            assert_eq!(other.join().unwrap(), Err(AttachError::Finalizing));
            for _ in 0..3 {
                assert_eq!(try_attach(), Ok(()));
                drop(Python::keep_thread_state());
            }
            let other = thread::spawn(try_attach);
            assert_eq!(other.join().unwrap(), Err(AttachError::Finalizing));
        });
        // No callback was registered that would never be called.
        assert_eq!(exit_callbacks(py), before);
        RAN.fetch_add(1, Ordering::Relaxed);
    }

    ends_well(
        "late_attach::after_the_exit_has_begun_only_the_thread_that_exits_attaches",
        || {
            Python::initialize();
            Python::attach(|py| {
                let atexit = py.import("atexit").unwrap();
                // Registered before gilref's own, which the next attach registers again.
                atexit.call_method0("_clear").unwrap();
                let late = function(py, late);
                atexit.call_method1("register", (late,)).unwrap();
            });
            Python::attach(|_| ());
            finalize();
            assert_eq!(RAN.load(Ordering::Relaxed), 1);
        },
    );
}
