//! Attaching and detaching.

mod common;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::{mem, thread};

use common::{deaths, object, witness};
use gilref::{AttachError, GilToken, Python};
use pyo3_ffi as ffi;

#[test]
fn a_token_has_no_size() {
    assert_eq!(mem::size_of::<Python<'_>>(), 0);
}

#[test]
fn attach_passes_the_result_on() {
    Python::initialize();
    assert_eq!(Python::attach(|_| 7), 7);
    assert_eq!(Python::try_attach(|_| 7), Ok(7));
}

#[test]
fn attach_nests() {
    Python::initialize();
    assert!(!Python::is_attached());
    Python::attach(|outer| {
        Python::attach(|inner| {
            let list = inner.eval("[]", None, None).unwrap();
            assert_eq!(list.as_unbound().clone_ref(outer).refcnt(inner), 2);
        });
        // The end of the inner `attach` does not detach the thread.
        assert!(Python::is_attached());
        outer.eval("1", None, None).unwrap();
    });
    assert!(!Python::is_attached());
}

#[test]
fn any_token_of_the_trait_is_as_good() {
    fn count<'py>(py: impl GilToken<'py>) -> isize {
        object(py.python()).refcnt(py)
    }
    Python::initialize();
    assert_eq!(Python::attach(|py| count(py)), 1);
}

#[test]
fn initialize_is_for_any_threads_at_any_time() {
    let barrier = Barrier::new(8);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                barrier.wait();
                Python::initialize();
                // Fully initialized: `site` has been imported.
                Python::attach(|py| py.run("import site; exit", None, None).unwrap());
            });
        }
    });
    Python::attach(|_| Python::initialize());
}

#[test]
fn detach_lets_another_thread_run() {
    Python::initialize();
    Python::attach(|py| {
        // If this thread were still attached, one of the two would wait for ever.
        let barrier = Barrier::new(2);
        let ran = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                Python::attach(|_| ran.store(true, Ordering::Relaxed));
                barrier.wait();
            });
            py.detach(|| {
                assert!(!Python::is_attached());
                barrier.wait();
                assert!(ran.load(Ordering::Relaxed));
            });
        });
        assert!(Python::is_attached());
    });
}

#[test]
fn attach_inside_detach_inside_attach() {
    Python::initialize();
    Python::attach(|py| {
        py.detach(|| {
            Python::attach(|py| {
                py.detach(|| assert!(!Python::is_attached()));
                assert!(Python::is_attached());
            });
            assert!(!Python::is_attached());
        });
        assert!(Python::is_attached());
    });
}

#[test]
fn a_panic_in_attach_leaves_the_thread_as_it_was() {
    Python::initialize();
    let result = catch_unwind(|| Python::attach(|_| panic!("in attach")));
    assert!(result.is_err());
    assert!(!Python::is_attached());
    let result = catch_unwind(|| {
        Python::attach(|_| {
            let _ = catch_unwind(|| Python::attach(|_| panic!("in a nested attach")));
            assert!(Python::is_attached());
        });
    });
    assert!(result.is_ok());
}

#[test]
fn a_panic_in_detach_leaves_the_thread_as_it_was() {
    Python::initialize();
    Python::attach(|py| {
        let result = catch_unwind(AssertUnwindSafe(|| py.detach(|| panic!("in detach"))));
        assert!(result.is_err());
        assert!(Python::is_attached());
        py.eval("1", None, None).unwrap();
    });
}

#[test]
fn a_thread_that_c_attached_is_attached() {
    Python::initialize();
    let (reference, count) = Python::attach(witness);
    // SAFETY: initialized.
    let state = unsafe { ffi::PyGILState_Ensure() };
    assert!(Python::is_attached());
    drop(reference);
    // SAFETY: attached, by the line above.
    let py = unsafe { Python::assume_attached() };
    // Released at once. The next attach is nested, so it would not release it.
    assert_eq!(Python::attach(|py| deaths(py, &count)), 1);
    count.drop_ref(py);
    // SAFETY: the state is from this thread's `Ensure`.
    unsafe { ffi::PyGILState_Release(state) };
    assert!(!Python::is_attached());
}

#[cfg(not(gilref_disable_reference_pool))]
#[test]
fn a_thread_that_c_detached_is_detached() {
    // In a process of its own, because another test's attach would drain.
    let output = common::in_child("a_thread_that_c_detached_is_detached", || {
        gilref::pool::set_nudge(false);
        Python::initialize();
        Python::attach(|py| {
            let (reference, count) = witness(py);
            // SAFETY: attached.
            let state = unsafe { ffi::PyEval_SaveThread() };
            assert!(!Python::is_attached());
            drop(reference);
            // SAFETY: the state is from this thread's `SaveThread`.
            unsafe { ffi::PyEval_RestoreThread(state) };
            assert!(Python::is_attached());
            assert_eq!(deaths(py, &count), 0, "deferred, and nobody has drained");
            gilref::pool::drain(py);
            assert_eq!(deaths(py, &count), 1);
        });
    });
    common::assert_success(&output);
}

#[test]
fn is_attached_is_this_threads_own_answer() {
    Python::initialize();
    Python::attach(|_| {
        // Another thread holds the GIL. The question is about this thread.
        let attached = thread::spawn(Python::is_attached).join().unwrap();
        assert!(!attached);
    });
    let asked = AtomicBool::new(false);
    let barrier = Barrier::new(2);
    thread::scope(|scope| {
        scope.spawn(|| {
            // A thread that has a thread state, but not as its current one.
            Python::attach(|py| {
                py.detach(|| {
                    barrier.wait();
                    asked.store(Python::is_attached(), Ordering::Relaxed);
                    barrier.wait();
                });
            });
        });
        barrier.wait();
        Python::attach(|py| py.detach(|| barrier.wait()));
    });
    assert!(!asked.into_inner());
}

#[test]
fn a_kept_thread_state_is_the_same_at_each_attach() {
    Python::initialize();
    let read = "getattr(__import__('__main__').LOCAL, 'value', None)";
    Python::attach(|py| {
        py.run("import threading; LOCAL = threading.local()", None, None)
            .unwrap();
    });
    let set = || Python::attach(|py| py.run("LOCAL.value = 7", None, None).unwrap());
    let get = || {
        Python::attach(|py| {
            py.eval(read, None, None)
                .unwrap()
                .extract::<Option<i32>>()
                .unwrap()
        })
    };
    thread::scope(|scope| {
        scope.spawn(|| {
            set();
            assert_eq!(
                get(),
                None,
                "without a guard the thread state goes with the attachment"
            );
            let kept = Python::keep_thread_state();
            assert!(!Python::is_attached());
            set();
            assert_eq!(get(), Some(7));
            drop(kept);
            assert!(!Python::is_attached());
            assert_eq!(get(), None);
        });
    });
}

#[test]
fn a_thread_state_is_kept_from_inside_an_attach_too() {
    Python::initialize();
    thread::scope(|scope| {
        scope.spawn(|| {
            let kept = Python::attach(|_| {
                let kept = Python::keep_thread_state();
                assert!(Python::is_attached());
                kept
            });
            assert!(!Python::is_attached());
            // The guard is dropped while the thread is attached.
            Python::attach(|py| {
                drop(kept);
                assert!(Python::is_attached());
                py.eval("1", None, None).unwrap();
            });
            assert!(!Python::is_attached());
        });
    });
}

#[test]
fn the_words_of_attach_errors_say_what_to_do() {
    let words = AttachError::NotInitialized.to_string();
    assert!(words.contains("Python::initialize()"), "{words}");
    let words = AttachError::Finalizing.to_string();
    assert!(words.contains("finalized"), "{words}");
}
