//! The interpreter's start, end and next start, each in a process of its own.

mod common;

use std::panic::catch_unwind;
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::{env, fs};

use common::{assert_success, exit_callbacks, finalize, in_child};
use gilref::types::PyModule;
use gilref::{AttachError, PyErr, Python};
use pyo3_ffi as ffi;

fn panic_of(call: impl FnOnce() + std::panic::UnwindSafe) -> String {
    let panic = catch_unwind(call).unwrap_err();
    *panic.downcast::<String>().unwrap()
}

#[cfg(not(feature = "auto-initialize"))]
#[test]
fn before_initialization_attach_panics_with_the_words_of_the_error() {
    let output = in_child(
        "before_initialization_attach_panics_with_the_words_of_the_error",
        || {
            assert_eq!(Python::try_attach(|_| ()), Err(AttachError::NotInitialized));
            assert!(!Python::is_attached());
            assert_eq!(
                panic_of(|| Python::attach(|_| ())),
                AttachError::NotInitialized.to_string()
            );
            assert_eq!(
                panic_of(|| drop(Python::keep_thread_state())),
                AttachError::NotInitialized.to_string()
            );
            // The failed attach has changed nothing: the interpreter can still be started.
            Python::initialize();
            Python::attach(|py| py.run("1", None, None)).unwrap();
        },
    );
    assert_success(&output);
}

#[cfg(feature = "auto-initialize")]
#[test]
fn attach_starts_an_interpreter_where_there_never_was_one() {
    let output = in_child(
        "attach_starts_an_interpreter_where_there_never_was_one",
        || {
            assert_eq!(Python::try_attach(|_| ()), Err(AttachError::NotInitialized));
            Python::attach(|py| py.run("1", None, None)).unwrap();
            finalize();
            assert_eq!(
                panic_of(|| Python::attach(|_| ())),
                AttachError::Finalizing.to_string()
            );
        },
    );
    assert_success(&output);
}

#[test]
fn after_finalization_attach_panics_with_the_words_of_the_error() {
    let output = in_child(
        "after_finalization_attach_panics_with_the_words_of_the_error",
        || {
            Python::initialize();
            Python::attach(|_| ());
            let kept = Python::keep_thread_state();
            finalize();
            for _ in 0..3 {
                assert_eq!(Python::try_attach(|_| ()), Err(AttachError::Finalizing));
                assert!(!Python::is_attached());
            }
            assert_eq!(
                panic_of(|| Python::attach(|_| ())),
                AttachError::Finalizing.to_string()
            );
            thread::spawn(|| assert_eq!(Python::try_attach(|_| ()), Err(AttachError::Finalizing)))
                .join()
                .unwrap();
            drop(kept);
        },
    );
    assert_success(&output);
}

#[test]
fn an_interpreter_that_others_started_will_do() {
    let output = in_child("an_interpreter_that_others_started_will_do", || {
        // SAFETY: not initialized.
        unsafe { ffi::Py_InitializeEx(0) };
        assert!(Python::is_attached());
        Python::initialize();
        assert!(Python::is_attached());
        Python::attach(|py| py.run("1", None, None)).unwrap();
    });
    assert_success(&output);
}

#[cfg(not(gilref_disable_reference_pool))]
mod pool_at_the_end {
    use super::*;
    use std::process::Output;

    use common::{object, text, witness};
    use gilref::pool;

    /// An object that writes to stdout when it is destroyed, and needs a module for it.
    fn speaking(py: Python<'_>) -> gilref::Py<gilref::types::PyAny> {
        let code = "type('S', (), {'__del__': lambda self: print('destroyed', __import__('json').dumps([1]))})()";
        py.eval(code, None, None).unwrap().unbind()
    }

    /// The child runs `code` and then drops an object, which only the exit can release.
    fn drop_after(code: &str) {
        pool::set_nudge(false);
        Python::initialize();
        Python::attach(|py| py.run(code, None, None)).unwrap();
        let object = Python::attach(speaking);
        drop(object);
        finalize();
        assert_eq!(pool::stats().pending, 0);
    }

    #[track_caller]
    fn assert_destroyed(output: &Output) {
        assert_success(output);
        assert!(text(output).contains("destroyed [1]"), "{}", text(output));
    }

    #[test]
    fn what_waits_at_the_exit_is_released_while_python_still_works() {
        let output = in_child(
            "pool_at_the_end::what_waits_at_the_exit_is_released_while_python_still_works",
            || {
                pool::set_nudge(false);
                Python::initialize();
                let object = Python::attach(speaking);
                drop(object);
                assert_eq!(pool::stats().pending, 1);
                finalize();
                assert_eq!((pool::stats().pending, pool::stats().released), (0, 1));
            },
        );
        assert_destroyed(&output);
    }

    #[test]
    fn exit_callbacks_that_are_run_early_run_again() {
        assert_destroyed(&in_child(
            "pool_at_the_end::exit_callbacks_that_are_run_early_run_again",
            || drop_after("import atexit; atexit._run_exitfuncs()"),
        ));
    }

    #[test]
    fn exit_callbacks_that_were_cleared_run_all_the_same() {
        assert_destroyed(&in_child(
            "pool_at_the_end::exit_callbacks_that_were_cleared_run_all_the_same",
            || drop_after("import atexit; atexit._clear()"),
        ));
    }

    #[test]
    fn the_next_interpreter_never_touches_entries_of_the_last() {
        let output = in_child(
            "pool_at_the_end::the_next_interpreter_never_touches_entries_of_the_last",
            || {
                pool::set_nudge(false);
                for round in 0..5 {
                    Python::initialize();
                    let (one, other, (reference, count)) =
                        Python::attach(|py| (object(py), object(py), witness(py)));
                    drop(reference);
                    Python::attach(|py| {
                        assert_eq!(common::deaths(py, &count), 1);
                        // As if the last drop came after the exit's drain: the callback is gone.
                        py.run("import atexit; atexit._clear()", None, None)
                            .unwrap();
                        count.drop_ref(py);
                    });
                    drop(one);
                    assert_eq!(pool::stats().pending, 1);
                    finalize();
                    // The entry still waits, but its object is gone.
                    assert_eq!(pool::stats().pending, 1);
                    drop(other);
                    assert_eq!(pool::stats().leaked, 2 * round + 1);
                    Python::initialize();
                    Python::attach(|_| ());
                    let stats = pool::stats();
                    assert_eq!((stats.pending, stats.leaked), (0, 2 * round + 2));
                    finalize();
                }
            },
        );
        assert_success(&output);
    }
}

/// An extension module's init function does this before it registers a callback of its own.
#[test]
fn initialize_registers_the_exit_callback_on_an_attached_thread() {
    let name = "initialize_registers_the_exit_callback_on_an_attached_thread";
    let output = in_child(name, || {
        // SAFETY: not initialized.
        unsafe { ffi::Py_InitializeEx(0) };
        Python::attach(|py| {
            let before = exit_callbacks(py);
            Python::initialize();
            assert_eq!(exit_callbacks(py), before + 1);
            Python::initialize();
            assert_eq!(exit_callbacks(py), before + 1);
        });
    });
    assert_success(&output);
}

#[test]
fn initialize_registers_the_exit_callback_of_what_it_starts() {
    let name = "initialize_registers_the_exit_callback_of_what_it_starts";
    let output = in_child(name, || {
        Python::initialize();
        // Not an attach of gilref's, which would register.
        // SAFETY: initialized.
        unsafe { ffi::PyGILState_Ensure() };
        // SAFETY: just attached.
        let before = exit_callbacks(unsafe { Python::assume_attached() });
        Python::attach(|py| {
            Python::initialize();
            assert_eq!(exit_callbacks(py), before);
        });
    });
    assert_success(&output);
}

#[test]
fn many_threads_start_one_interpreter() {
    // Two threads meet between the question whether there is one and the lock in every third process or so.
    for _ in 0..20 {
        let output = in_child("many_threads_start_one_interpreter", || {
            let barrier = Barrier::new(8);
            thread::scope(|scope| {
                for _ in 0..8 {
                    scope.spawn(|| {
                        barrier.wait();
                        Python::initialize();
                        Python::attach(|py| py.run("import site; exit", None, None)).unwrap();
                    });
                }
            });
        });
        assert_success(&output);
    }
}

/// So that what attaches inside meets an interpreter that gilref knows of.
#[test]
fn detach_registers_the_exit_callback_before_it_detaches() {
    let name = "detach_registers_the_exit_callback_before_it_detaches";
    let output = in_child(name, || {
        // SAFETY: not initialized.
        unsafe { ffi::Py_InitializeEx(0) };
        // SAFETY: the thread that initialized the interpreter is attached.
        let py = unsafe { Python::assume_attached() };
        let before = exit_callbacks(py);
        py.detach(|| {
            // Not an attach of gilref's, which would register.
            // SAFETY: initialized.
            let state = unsafe { ffi::PyGILState_Ensure() };
            // SAFETY: just attached.
            let inside = exit_callbacks(unsafe { Python::assume_attached() });
            // SAFETY: takes back what was done above.
            unsafe { ffi::PyGILState_Release(state) };
            assert_eq!(inside, before + 1);
        });
        assert_eq!(exit_callbacks(py), before + 1);
    });
    assert_success(&output);
}

/// Which callbacks `atexit` calls, and when, in a process that does not end then.
#[test]
fn exit_callbacks_that_are_run_early_shut_nobody_out() {
    let output = in_child("exit_callbacks_that_are_run_early_shut_nobody_out", || {
        Python::initialize();
        Python::attach(|py| {
            py.run("import atexit; atexit._run_exitfuncs()", None, None)
                .unwrap();
            let other = || Python::try_attach(|py| py.run("1", None, None).unwrap());
            assert_eq!(py.detach(|| thread::spawn(other).join().unwrap()), Ok(()));
        });
        finalize();
        assert_eq!(Python::try_attach(|_| ()), Err(AttachError::Finalizing));
    });
    assert_success(&output);
}

/// With no Python code on the stack, as when Python is finalized.
#[test]
fn exit_callbacks_that_native_code_runs_early_shut_nobody_out_for_good() {
    let name = "exit_callbacks_that_native_code_runs_early_shut_nobody_out_for_good";
    let output = in_child(name, || {
        Python::initialize();
        let other = || Python::try_attach(|py| py.run("1", None, None).unwrap());
        for _ in 0..3 {
            Python::attach(|py| {
                let atexit = py.import("atexit").unwrap();
                atexit.call_method0("_run_exitfuncs").unwrap();
                // It may be the exit.
                py.detach(|| {
                    assert_eq!(other(), Ok(()));
                    let refused = thread::spawn(other).join().unwrap();
                    assert_eq!(refused, Err(AttachError::Finalizing));
                });
            });
            // It was not.
            assert_eq!(thread::spawn(other).join().unwrap(), Ok(()));
            Python::attach(|py| assert!(exit_callbacks(py) > 0));
        }
        finalize();
        assert_eq!(Python::try_attach(|_| ()), Err(AttachError::Finalizing));
    });
    assert_success(&output);
}

/// Some libraries call it before each attach, to be sure.
#[test]
fn initialize_starts_nothing_while_another_thread_finalizes() {
    let name = "initialize_starts_nothing_while_another_thread_finalizes";
    for _ in 0..5 {
        let output = in_child(name, || {
            static TURNS: AtomicUsize = AtomicUsize::new(0);
            Python::initialize();
            let threads = [(); 4].map(|()| {
                thread::spawn(|| {
                    panic_of(|| {
                        loop {
                            Python::initialize();
                            TURNS.fetch_add(1, Ordering::Relaxed);
                        }
                    })
                })
            });
            while TURNS.load(Ordering::Relaxed) < 100 {
                thread::yield_now();
            }
            finalize();
            for thread in threads {
                assert_eq!(thread.join().unwrap(), AttachError::Finalizing.to_string());
            }
            // The thread that finalized knows that it has come to the end.
            Python::initialize();
            Python::attach(|py| py.run("1 + 1", None, None)).unwrap();
        });
        assert_success(&output);
    }
}

/// Ends the interpreter while four threads are in `run`, which does not return. CPython up to 3.13.7 unwinds
/// them.
fn end_beside_threads(run: impl Fn(Python<'_>) + Copy + Send + 'static) {
    static RUNNING: AtomicUsize = AtomicUsize::new(0);
    for _ in 0..4 {
        thread::spawn(move || {
            Python::attach(|py| {
                RUNNING.fetch_add(1, Ordering::Relaxed);
                run(py);
            });
        });
    }
    while RUNNING.load(Ordering::Relaxed) < 4 {
        thread::yield_now();
    }
    finalize();
}

#[test]
fn a_thread_that_runs_python_at_the_end_does_not_abort_the_process() {
    let name = "a_thread_that_runs_python_at_the_end_does_not_abort_the_process";
    let output = in_child(name, || {
        Python::initialize();
        end_beside_threads(|py| py.run("while True: pass", None, None).unwrap());
    });
    assert_success(&output);
}

/// The same where it is not gilref that has called the code. Optimised code has no destructors for such a
/// call, and may abort the process.
#[cfg(debug_assertions)]
#[test]
fn an_attach_in_which_native_code_runs_python_at_the_end_is_parked() {
    let name = "an_attach_in_which_native_code_runs_python_at_the_end_is_parked";
    let output = in_child(name, || {
        Python::initialize();
        // Leaked, as a number, so that nothing in the closure has a destructor.
        let forever = Python::attach(|py| {
            py.run("def forever():\n    while True: pass", None, None)?;
            let forever = py.eval("forever", None, None)?;
            Ok::<_, PyErr>(forever.into_ptr().expose_provenance())
        });
        let forever = forever.unwrap();
        end_beside_threads(move |_| {
            let forever = std::ptr::with_exposed_provenance_mut(forever);
            // SAFETY: attached, and a function.
            unsafe { ffi::PyObject_CallObject(forever, std::ptr::null_mut()) };
        });
    });
    assert_success(&output);
}

#[test]
fn what_is_imported_at_the_start_may_detach_and_attach() {
    unsafe extern "C" fn init() -> *mut ffi::PyObject {
        // SAFETY: Python imports modules attached.
        let py = unsafe { Python::assume_attached() };
        // As C code detaches, so that gilref has not seen the interpreter yet. It must not wait for its
        // own start. From 3.15 on there is no interpreter before the end of it.
        // SAFETY: attached.
        let state = unsafe { ffi::PyEval_SaveThread() };
        let _ = Python::try_attach(|_| ());
        // SAFETY: this thread's state, from above.
        unsafe { ffi::PyEval_RestoreThread(state) };
        py.detach(|| {
            Python::initialize();
            Python::attach(|py| py.run("import sys; sys.was_here = True", None, None)).unwrap();
        });
        PyModule::new(py, "early").unwrap().into_ptr()
    }

    let name = "what_is_imported_at_the_start_may_detach_and_attach";
    let output = in_child(name, || {
        let path = concat!(env!("CARGO_TARGET_TMPDIR"), "/imported_at_the_start");
        fs::create_dir_all(path).unwrap();
        fs::write(format!("{path}/sitecustomize.py"), "import early").unwrap();
        // SAFETY: there is no other thread in this process that looks at its environment.
        unsafe { env::set_var("PYTHONPATH", path) };
        // SAFETY: before the start; the name is static.
        let added = unsafe { ffi::PyImport_AppendInittab(c"early".as_ptr(), Some(init)) };
        assert_eq!(added, 0);
        Python::initialize();
        Python::attach(|py| py.run("import sys; sys.was_here", None, None)).unwrap();
    });
    assert_success(&output);
}

#[test]
fn embed_ends_the_interpreter_as_python_does() {
    let name = "embed_ends_the_interpreter_as_python_does";
    let output = in_child(name, || {
        let (error, leaked) = Python::embed(|| {
            assert!(!Python::is_attached());
            let code = "import atexit
class Speaking:
    def __init__(self, word): self.word = word
    def __del__(self): print(self.word, end=' ')
atexit.register(print, 'callback', end=' ')
of_the_module = Speaking('module')";
            Python::attach(|py| py.run(code, None, None).unwrap());
            // Dropped detached, and nobody attaches any more.
            let speak = |py: Python<'_>| py.eval("Speaking('pool')", None, None).unwrap().unbind();
            #[cfg(not(gilref_disable_reference_pool))]
            drop(Python::attach(speak));
            #[cfg(gilref_disable_reference_pool)]
            Python::attach(|py| drop(speak(py)));
            Python::attach(|py| (PyErr::value_error(py, "returned"), common::object(py)))
        });
        assert_eq!(error.to_string(), "ValueError: returned");
        drop((error, leaked));
        assert_eq!(Python::try_attach(|_| ()), Err(AttachError::Finalizing));
        let words = AttachError::Finalizing.to_string();
        assert_eq!(panic_of(Python::initialize), words);
        let other = thread::spawn(move || assert_eq!(panic_of(Python::initialize), words));
        other.join().unwrap();
        assert!(catch_unwind(|| Python::embed(|| ())).is_err());
    });
    assert_success(&output);
    let stdout = String::from_utf8_lossy(&output.stdout);
    for word in ["callback", "module", "pool"] {
        assert_eq!(stdout.matches(word).count(), 1, "{stdout}");
    }
}

#[test]
fn embed_ends_the_interpreter_when_its_function_panics() {
    let name = "embed_ends_the_interpreter_when_its_function_panics";
    let output = in_child(name, || {
        let panic = catch_unwind(|| {
            Python::embed(|| {
                let code = "import atexit; atexit.register(print, 'callback')";
                Python::attach(|py| py.run(code, None, None).unwrap());
                panic!("{}", "on purpose");
            })
        });
        assert_eq!(
            *panic.unwrap_err().downcast::<String>().unwrap(),
            "on purpose"
        );
        assert_eq!(Python::try_attach(|_| ()), Err(AttachError::Finalizing));
    });
    assert_success(&output);
    assert!(String::from_utf8_lossy(&output.stdout).contains("callback"));
}

#[test]
fn embed_refuses_where_there_is_an_interpreter() {
    let name = "embed_refuses_where_there_is_an_interpreter";
    let output = in_child(name, || {
        static CALLED: AtomicUsize = AtomicUsize::new(0);
        fn embed() {
            Python::embed(|| CALLED.fetch_add(1, Ordering::Relaxed));
        }
        Python::initialize();
        let words = *catch_unwind(embed).unwrap_err().downcast::<&str>().unwrap();
        assert!(words.contains("interpreter already"), "{words}");
        Python::attach(|_| assert!(catch_unwind(embed).is_err()));
        Python::attach(|py| py.detach(|| assert!(catch_unwind(embed).is_err())));
        assert!(thread::spawn(embed).join().is_err());
        Python::attach(|py| py.run("1", None, None)).unwrap();
        finalize();
        assert!(catch_unwind(embed).is_err());
        assert_eq!(CALLED.load(Ordering::Relaxed), 0);
    });
    assert_success(&output);
}

/// Only unsafe code can do it.
#[test]
fn embed_leaves_an_interpreter_that_others_have_ended() {
    let output = in_child("embed_leaves_an_interpreter_that_others_have_ended", || {
        Python::embed(|| {
            Python::attach(|py| py.run("1", None, None).unwrap());
            finalize();
        });
        assert_eq!(Python::try_attach(|_| ()), Err(AttachError::Finalizing));
    });
    assert_success(&output);
}

#[test]
fn one_of_many_threads_embeds() {
    let name = "one_of_many_threads_embeds";
    let output = in_child(name, || {
        static CALLED: AtomicUsize = AtomicUsize::new(0);
        static REFUSED: AtomicUsize = AtomicUsize::new(0);
        let barrier = Barrier::new(4);
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    barrier.wait();
                    let outcome = catch_unwind(|| {
                        Python::embed(|| {
                            CALLED.fetch_add(1, Ordering::Relaxed);
                            // The interpreter that the others must not take for their own.
                            while CALLED.load(Ordering::Relaxed) + REFUSED.load(Ordering::Relaxed)
                                < 4
                            {
                                thread::yield_now();
                            }
                            Python::attach(|py| py.run("1", None, None).unwrap());
                        });
                    });
                    if outcome.is_err() {
                        REFUSED.fetch_add(1, Ordering::Relaxed);
                    }
                });
            }
        });
        assert_eq!(CALLED.load(Ordering::Relaxed), 1);
        assert_eq!(Python::try_attach(|_| ()), Err(AttachError::Finalizing));
    });
    assert_success(&output);
}
