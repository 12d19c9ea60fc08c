//! Guards of `keep_thread_state` that are made, dropped or forgotten at the worst moments.

use std::cell::RefCell;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{mem, thread};

use gilref::{Python, ThreadStateGuard};
use pyo3_ffi as ffi;

use crate::ends_well;
use crate::native::function;

thread_local!(static GUARDS: RefCell<Vec<ThreadStateGuard>> = const { RefCell::new(Vec::new()) });

static RAN: AtomicUsize = AtomicUsize::new(0);

/// A guard is not `Send`, and so not allowed into a `detach` but by way of a thread-local.
fn put_aside(guard: ThreadStateGuard) {
    GUARDS.with_borrow_mut(|guards| guards.push(guard));
}

fn drop_what_was_put_aside() {
    drop(GUARDS.take());
}

fn this_thread_state() -> *mut ffi::PyThreadState {
    // SAFETY: reads thread-local storage.
    unsafe { ffi::PyGILState_GetThisThreadState() }
}

/// Python code that ends well, on a thread that must be attached.
fn works(py: Python<'_>) {
    assert!(Python::is_attached());
    py.run("[str(n) for n in range(100)]", None, None).unwrap();
}

/// Has `destructor` run when the calling thread's `threading.local` values are destroyed, which is
/// when its thread state is.
fn at_the_thread_states_end(py: Python<'_>, destructor: fn(Python<'_>)) {
    let main = py.import("__main__").unwrap();
    if !main.hasattr("local").unwrap() {
        let code = "import threading
local = threading.local()
class Value:
    def __init__(self, function): self.function = function
    def __del__(self): self.function()";
        py.run(code, None, None).unwrap();
    }
    let value = main.call_method1("Value", (function(py, destructor),));
    main.getattr("local")
        .unwrap()
        .setattr("value", value.unwrap())
        .unwrap();
}

#[test]
fn a_guard_that_outlives_its_thread_state_keeps_no_other_one() {
    ends_well(
        "kept_state::a_guard_that_outlives_its_thread_state_keeps_no_other_one",
        || {
            fn keep(_: Python<'_>) {
                put_aside(Python::keep_thread_state());
            }
            Python::initialize();
            let rust_thread = thread::spawn(|| {
                for _ in 0..100 {
                    Python::attach(|py| at_the_thread_states_end(py, keep));
                    // Its thread state may have the address of the last one.
                    Python::attach(|py| {
                        drop_what_was_put_aside();
                        works(py);
                    });
                    assert!(this_thread_state().is_null());
                }
            });
            rust_thread.join().unwrap();
        },
    );
}

/// The thread state of a thread that Python made goes before the thread's locals do.
#[test]
fn a_guard_in_a_local_of_a_python_thread_keeps_no_later_state() {
    struct Late(Option<ThreadStateGuard>);

    impl Drop for Late {
        fn drop(&mut self) {
            let guard = self.0.take();
            Python::attach(|py| {
                drop(guard);
                works(py);
            });
            RAN.fetch_add(1, Ordering::Relaxed);
        }
    }

    thread_local!(static LATE: RefCell<Late> = const { RefCell::new(Late(None)) });

    ends_well(
        "kept_state::a_guard_in_a_local_of_a_python_thread_keeps_no_later_state",
        || {
            fn keep(_: Python<'_>) {
                LATE.set(Late(Some(Python::keep_thread_state())));
            }
            Python::initialize();
            Python::attach(|py| {
                let main = py.import("__main__").unwrap();
                main.setattr("keep", function(py, keep)).unwrap();
                let code = "import threading
for _ in range(30):
    thread = threading.Thread(target=keep)
    thread.start()
    thread.join()";
                py.run(code, None, None).unwrap();
            });
            // `Thread.join` may return before the system's thread has ended. What is replaced is
            // dropped too.
            crate::until(|| {
                Python::attach(|_| ());
                RAN.load(Ordering::Relaxed) == 60
            });
        },
    );
}

#[test]
fn a_destructor_of_the_thread_states_own_may_keep_detach_and_attach() {
    ends_well(
        "kept_state::a_destructor_of_the_thread_states_own_may_keep_detach_and_attach",
        || {
            fn everything(py: Python<'_>) {
                let first = Python::keep_thread_state();
                drop(Python::keep_thread_state());
                py.detach(|| {
                    drop(Python::keep_thread_state());
                    Python::attach(|py| {
                        drop(Python::keep_thread_state());
                        works(py);
                    });
                    assert!(!Python::is_attached());
                    Python::attach(works);
                });
                drop(first);
                works(py);
                RAN.fetch_add(1, Ordering::Relaxed);
            }
            Python::initialize();
            let rust_thread = thread::spawn(|| {
                for _ in 0..20 {
                    Python::attach(|py| at_the_thread_states_end(py, everything));
                    assert!(this_thread_state().is_null());
                    // With a guard it goes when the guard does: detached, ..
                    let kept = Python::keep_thread_state();
                    Python::attach(|py| at_the_thread_states_end(py, everything));
                    drop(kept);
                    assert!(this_thread_state().is_null());
                    // .. at the end of the attach in which the guard is dropped, ..
                    let kept = Python::keep_thread_state();
                    Python::attach(|py| {
                        at_the_thread_states_end(py, everything);
                        drop(kept);
                        works(py);
                    });
                    assert!(this_thread_state().is_null());
                    // .. or in which it was made.
                    Python::attach(|py| {
                        put_aside(Python::keep_thread_state());
                        at_the_thread_states_end(py, everything);
                        py.detach(drop_what_was_put_aside);
                        works(py);
                    });
                    assert!(this_thread_state().is_null());
                }
            });
            rust_thread.join().unwrap();
            assert_eq!(RAN.load(Ordering::Relaxed), 80);
        },
    );
}

#[test]
fn guards_may_be_dropped_in_any_order_and_anywhere() {
    ends_well(
        "kept_state::guards_may_be_dropped_in_any_order_and_anywhere",
        || {
            Python::initialize();
            let rust_thread = thread::spawn(|| {
                let first = Python::keep_thread_state();
                let second = Python::attach(|_| Python::keep_thread_state());
                drop(first);
                Python::attach(|py| {
                    put_aside(Python::keep_thread_state());
                    drop(second);
                    py.detach(|| {
                        // What another attach inside drops must leave the state to this one.
                        Python::attach(|_| drop_what_was_put_aside());
                        assert!(!this_thread_state().is_null());
                        Python::attach(works);
                    });
                    works(py);
                });
                assert!(this_thread_state().is_null());
            });
            rust_thread.join().unwrap();
        },
    );
}

/// CPython's own counter is an `int`. 2³² forgotten guards would take some minutes.
#[test]
fn forgotten_guards_count_once_with_cpython() {
    ends_well(
        "kept_state::forgotten_guards_count_once_with_cpython",
        || {
            Python::initialize();
            let rust_thread = thread::spawn(|| {
                for _ in 0..1000 {
                    mem::forget(Python::keep_thread_state());
                    Python::attach(|_| mem::forget(Python::keep_thread_state()));
                }
                Python::attach(works);
                // SAFETY: initialized.
                let state = unsafe { ffi::PyGILState_Ensure() };
                // SAFETY: takes back the one count of all the guards, which nobody drops any more.
                unsafe { ffi::PyGILState_Release(ffi::PyGILState_STATE::PyGILState_LOCKED) };
                // SAFETY: takes back the line before that.
                unsafe { ffi::PyGILState_Release(state) };
                assert!(this_thread_state().is_null());
            });
            rust_thread.join().unwrap();
        },
    );
}

/// Also on a thread whose state is not gilref's to keep.
#[test]
fn the_main_thread_keeps_what_it_has_anyway() {
    ends_well(
        "kept_state::the_main_thread_keeps_what_it_has_anyway",
        || {
            Python::initialize();
            let state = this_thread_state();
            for _ in 0..3 {
                put_aside(Python::keep_thread_state());
                Python::attach(|py| {
                    drop(Python::keep_thread_state());
                    py.detach(drop_what_was_put_aside);
                    works(py);
                });
                assert_eq!(this_thread_state(), state);
            }
            mem::forget(Python::keep_thread_state());
            Python::attach(works);
            crate::common::finalize();
        },
    );
}
