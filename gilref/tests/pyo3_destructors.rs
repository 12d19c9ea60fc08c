//! Destructors that run while a thread state is being destroyed.

mod common;

use std::cell::RefCell;
use std::sync::atomic::{AtomicUsize, Ordering};
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

/// Inside an attach of gilref's PyO3 attaches too, by `PyGILState_Ensure`, where it does not know of the thread.
#[test]
fn a_destructor_of_the_thread_states_own_may_detach_and_attach_with_pyo3() {
    use gilref::for_pyo3::{attach, detach};

    static RAN: AtomicUsize = AtomicUsize::new(0);

    fn works(py: pyo3::Python<'_>) {
        py.run(c"[str(n) for n in range(100)]", None, None).unwrap();
    }

    fn destructor(
        args: &pyo3::Bound<'_, PyTuple>,
        _: Option<&pyo3::Bound<'_, PyDict>>,
    ) -> pyo3::PyResult<()> {
        let py = args.py();
        attach(works);
        detach(py, || {
            attach(works);
            attach(|py| detach(py, || attach(works)));
            Python::attach(|_| pyo3::Python::attach(works));
        });
        py.detach(|| attach(works));
        works(py);
        RAN.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    let name = "a_destructor_of_the_thread_states_own_may_detach_and_attach_with_pyo3";
    let output = in_child(name, || {
        Python::initialize();
        let thread = thread::spawn(|| {
            for turn in 0..20 {
                let kept = (turn % 2 == 0).then(Python::keep_thread_state);
                attach(|py| {
                    let names = PyDict::new(py);
                    let destructor = PyCFunction::new_closure(py, None, None, destructor).unwrap();
                    names.set_item("destructor", destructor).unwrap();
                    let code = c"import threading, builtins
if not hasattr(builtins, 'local'): builtins.local = threading.local()
builtins.local.value = type('Value', (), {'__del__': lambda self: destructor()})()";
                    py.run(code, Some(&names), None).unwrap();
                });
                drop(kept);
                assert_eq!(RAN.load(Ordering::Relaxed), turn + 1);
            }
        });
        thread.join().unwrap();
    });
    assert_success(&output);
}
