//! Destructors that run while a thread state is being destroyed.

mod common;

use std::cell::RefCell;
use std::thread;

use common::{assert_success, in_child};
use gilref::{Python, ThreadStateGuard};
use pyo3::types::{PyCFunction, PyDict, PyDictMethods, PyTuple};

#[test]
fn a_thread_state_that_is_going_is_not_kept() {
    thread_local!(static KEPT: RefCell<Option<ThreadStateGuard>> = const { RefCell::new(None) });

    let name = "a_thread_state_that_is_going_is_not_kept";
    let output = in_child(name, || {
        Python::initialize();
        let thread = thread::spawn(|| {
            Python::attach(|py| {
                let keep = PyCFunction::new_closure(
                    py.into(),
                    None,
                    None,
                    |_: &pyo3::Bound<'_, PyTuple>, _: Option<&pyo3::Bound<'_, PyDict>>| {
                        KEPT.set(Some(Python::keep_thread_state()));
                    },
                )
                .unwrap();
                let theirs = pyo3::Python::from(py);
                let names = PyDict::new(theirs);
                names.set_item("keep", keep).unwrap();
                theirs
                    .run(
                        c"import threading
value = type('Value', (), {'__del__': lambda self: keep()})()
local = threading.local()
local.value = value
del value
import builtins
builtins.local = local",
                        Some(&names),
                        None,
                    )
                    .unwrap();
            });
            assert!(KEPT.with_borrow(Option::is_some));
            // The guard is of no use, and of no harm: neither now nor at the thread's end.
            Python::attach(|py| py.run("1 + 1", None, None).unwrap());
        });
        thread.join().unwrap();
    });
    assert_success(&output);
}
