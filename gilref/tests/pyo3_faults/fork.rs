//! A lock that is held by a thread which a child does not have.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use pyo3::prelude::PyAnyMethods;
use pyo3::{Py, PyAny, Python};

use crate::side::Side;
use crate::sides;

/// Threads that drop detached all the time.
fn while_others_drop<S: Side>(shared: &Py<PyAny>, during: impl FnOnce(Python<'_>)) {
    let stop = AtomicBool::new(false);
    let bursts = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                // Up to 3.11 a fork while another thread builds a thread state hangs in CPython.
                let _kept = gilref::Python::keep_thread_state();
                while !stop.load(Ordering::Relaxed) {
                    let copies: Vec<_> = S::attach(|py| {
                        let copy = |_| S::keep(shared.bind(py).clone());
                        (0..3000).map(copy).collect()
                    });
                    bursts.fetch_add(1, Ordering::Relaxed);
                    drop(copies);
                }
            });
        }
        while bursts.load(Ordering::Relaxed) < 3 {
            thread::yield_now();
        }
        S::attach(during);
        stop.store(true, Ordering::Relaxed);
    });
}

fn a_child_waits_for_the_lock_of_the_pool<S: Side>() {
    gilref::Python::initialize();
    let shared = S::attach(|py| py.eval(c"object()", None, None).unwrap().unbind());
    while_others_drop::<S>(&shared, |py| {
        let os = py.import("os").unwrap();
        for _ in 0..300 {
            let id: i32 = os.call_method0("fork").unwrap().extract().unwrap();
            if id == 0 {
                // SAFETY: no requirement. A child that hangs dies of it.
                unsafe { libc::alarm(20) };
                let (reference, _count) = S::witness(py);
                S::detach(py, || {
                    drop(reference);
                    S::attach(|_| ());
                });
                // SAFETY: no requirement.
                unsafe { libc::_exit(0) };
            }
            let waited = os.call_method1("waitpid", (id, 0)).unwrap();
            let status: i32 = waited.get_item(1).unwrap().extract().unwrap();
            if status != 0 {
                // The other threads would go on.
                eprintln!("a child ended with {status}");
                std::process::exit(1);
            }
            // Let the others have their turn with the GIL, and the interpreter loop one.
            S::detach(py, thread::yield_now);
            py.run(c"pass", None, None).unwrap();
        }
    });
}
sides!(#[ignore = "a race"] a_child_waits_for_the_lock_of_the_pool in fork);
