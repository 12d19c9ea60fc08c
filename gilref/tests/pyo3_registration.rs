//! The registration of the exit callback, which also watches the collections of Python's `gc`: what becomes of it
//! where other threads run in the middle of it.
#![cfg(not(gilref_disable_reference_pool))]

mod common;

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};

use common::{assert_success, exit_callbacks, finalize, in_child, until};
use gilref::pool;
use pyo3::prelude::{PyAnyMethods, PyListMethods};
use pyo3::types::PyList;
use pyo3::{Bound, PyTraverseError, PyVisit, Python, pyclass, pymethods};

type Call = fn(Python<'_>);

/// A function of Rust's for Python code to call.
#[pyclass]
struct Function(Call);

#[pymethods]
impl Function {
    fn __call__(&self, py: Python<'_>) {
        (self.0)(py);
    }
}

/// Runs `code` in `__main__`, with these functions.
fn run<const N: usize>(py: Python<'_>, functions: [(&str, Call); N], code: &std::ffi::CStr) {
    let main = py.import("__main__").unwrap();
    for (name, function) in functions {
        let function = Bound::new(py, Function(function)).unwrap();
        main.setattr(name, function).unwrap();
    }
    py.run(code, None, None).unwrap();
}

/// Drops what it holds when it is visited.
#[pyclass]
struct Node(Mutex<Option<gilref::Py<gilref::types::PyAny>>>);

#[pymethods]
impl Node {
    fn __traverse__(&self, _visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        drop(self.0.lock().unwrap().take());
        Ok(())
    }
}

/// The last collections are made without callbacks of `gc`. So the exit says that collections are not watched any
/// more. A thread that was just registering must not say the contrary after it, not even until it has come to the
/// end of its registration: it may not come so far.
#[test]
fn a_registration_that_the_exit_overtakes_leaves_no_watch() {
    static IS_REGISTERING: AtomicBool = AtomicBool::new(false);
    static EXIT_HAS_BEGUN: AtomicBool = AtomicBool::new(false);
    const NODES: u64 = 10;

    fn wait_for_the_exit(py: Python<'_>) {
        IS_REGISTERING.store(true, Ordering::Release);
        // Attached, so that the exit gives way to this thread.
        while !EXIT_HAS_BEGUN.load(Ordering::Acquire) {
            py.run(c"pass", None, None).unwrap();
        }
    }

    fn wait_for_ever(py: Python<'_>) {
        py.detach(|| until(|| false));
    }

    let name = "a_registration_that_the_exit_overtakes_leaves_no_watch";
    let output = in_child(name, || {
        // By PyO3, so that gilref has registered nothing yet.
        Python::initialize();
        Python::attach(|py| {
            // Each in a cycle: visited once more when `__main__` is gone.
            let kept = PyList::empty(py);
            let nodes = [(); NODES as usize].map(|()| {
                let node = Bound::new(py, Node(Mutex::new(None))).unwrap();
                let cycle = PyList::new(py, [&node]).unwrap();
                cycle.append(&cycle).unwrap();
                kept.append(cycle).unwrap();
                node
            });
            let main = py.import("__main__").unwrap();
            main.setattr("kept", kept).unwrap();
            let code = c"import atexit, gc
gc.disable()
gc.collect()
def register(function, register=atexit.register):
    register(function)
    wait_for_the_exit()
def collect(generation, collect=gc.collect):
    collect(generation)
    wait_for_ever()
atexit.register, gc.collect = register, collect";
            let functions: [(_, Call); 2] = [
                ("wait_for_the_exit", wait_for_the_exit),
                ("wait_for_ever", wait_for_ever),
            ];
            run(py, functions, code);
            for node in nodes {
                let object = py.eval(c"object()", None, None).unwrap().unbind();
                *node.borrow().0.lock().unwrap() = Some(object.into());
            }
        });
        thread::spawn(|| gilref::Python::attach(|_| ()));
        until(|| IS_REGISTERING.load(Ordering::Acquire));
        thread::spawn(|| {
            while gilref::Python::try_attach(|_| ()).is_ok() {}
            EXIT_HAS_BEGUN.store(true, Ordering::Release);
        });
        finalize();
        // None was released in the middle of a collection, and nobody is left to release it later.
        assert_eq!(pool::stats().leaked, NODES);
    });
    assert_success(&output);
}

/// A thread whose callback was taken out of the list while it was registering can take another thread's
/// registration for its own. When that one fails, there is no callback.
#[test]
fn a_registration_that_fails_leaves_none_that_counts() {
    static IS_REGISTERING: AtomicBool = AtomicBool::new(false);
    static MAY_FAIL: AtomicBool = AtomicBool::new(false);
    static SECOND: Mutex<Option<JoinHandle<()>>> = Mutex::new(None);

    fn start_the_second(py: Python<'_>) {
        *SECOND.lock().unwrap() = Some(thread::spawn(|| gilref::Python::attach(|_| ())));
        py.detach(|| until(|| IS_REGISTERING.load(Ordering::Acquire)));
    }

    fn wait(py: Python<'_>) {
        IS_REGISTERING.store(true, Ordering::Release);
        py.detach(|| until(|| MAY_FAIL.load(Ordering::Acquire)));
    }

    let name = "a_registration_that_fails_leaves_none_that_counts";
    let output = in_child(name, || {
        Python::initialize();
        Python::attach(|py| {
            let code = c"import atexit, gc
register, collect = atexit.register, gc.collect
kept = []
def second_register(function):
    kept.append(function)
    wait()
    raise RuntimeError('on purpose')
def first_collect(generation):
    gc.collect = collect
    atexit._clear()
    atexit.register = second_register
    start_the_second()
gc.collect = first_collect";
            let functions: [(_, Call); 2] =
                [("start_the_second", start_the_second), ("wait", wait)];
            run(py, functions, code);
        });
        // The first, up to the end of its registration.
        gilref::Python::attach(|_| ());
        MAY_FAIL.store(true, Ordering::Release);
        let second = SECOND.lock().unwrap().take().unwrap();
        second.join().unwrap();

        let before = Python::attach(|py| {
            py.run(c"atexit.register = register", None, None).unwrap();
            exit_callbacks(py.into())
        });
        gilref::Python::attach(|py| assert_eq!(exit_callbacks(py), before + 1));
    });
    assert_success(&output);
    // The one that failed did: Python says so.
    assert!(common::text(&output).contains("on purpose"));
}
