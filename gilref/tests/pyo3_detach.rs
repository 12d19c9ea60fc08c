//! A thread that gilref detaches is detached for PyO3 too.
//!
//! PyO3 relies on a counter of its own. If gilref did not tell it, PyO3 would release references and give out
//! tokens inside gilref's `detach`.

use std::panic;
use std::sync::mpsc;

use gilref::{GilToken, Python};

fn object(py: pyo3::Python<'_>) -> pyo3::Py<pyo3::PyAny> {
    py.eval(c"object()", None, None).unwrap().unbind()
}

fn count(py: pyo3::Python<'_>, object: &pyo3::Py<pyo3::PyAny>) -> isize {
    gilref::Borrowed::from(object.bind(py))
        .as_unbound()
        .refcnt(py)
}

#[test]
fn pyo3_defers_a_drop_inside_gilrefs_detach() {
    Python::initialize();
    pyo3::Python::attach(|py| {
        let object = object(py);
        let dropped = object.clone_ref(py);

        let counted = py.python().detach(|| {
            drop(dropped);
            // Read without attaching, which would drain PyO3's pool. No thread changes it.
            // SAFETY: alive, by `object`; nobody else knows the object.
            unsafe { pyo3_ffi::Py_REFCNT(object.as_ptr()) }
        });

        assert_eq!(counted, 2, "PyO3 released a reference on a detached thread");
        assert_eq!(count(py, &object), 1, "and never released it");
    });
}

#[test]
fn pyo3_attaches_inside_gilrefs_detach() {
    Python::initialize();
    pyo3::Python::attach(|py| {
        py.python().detach(|| {
            assert!(!Python::is_attached());
            pyo3::Python::attach(|_| assert!(Python::is_attached()));
            assert!(!Python::is_attached());
        });
        assert!(Python::is_attached());
    });
}

#[test]
fn another_thread_runs_while_this_one_is_detached() {
    Python::initialize();
    pyo3::Python::attach(|py| {
        let (sender, receiver) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            pyo3::Python::attach(|_| sender.send("attached").unwrap());
        });
        assert_eq!(py.python().detach(move || receiver.recv()), Ok("attached"));
        thread.join().unwrap();
    });
}

#[test]
fn a_panic_inside_leaves_both_crates_attached() {
    Python::initialize();
    pyo3::Python::attach(|py| {
        let object = object(py);
        let panicked = panic::catch_unwind(|| py.python().detach(|| panic!("inside")));

        assert!(panicked.is_err());
        assert!(Python::is_attached());
        // PyO3 drops at once if its counter says that the thread is attached.
        let copy = object.clone_ref(py);
        drop(copy);
        assert_eq!(count(py, &object), 1);
    });
}

#[test]
fn gilref_knows_of_pyo3s_detach() {
    Python::initialize();
    pyo3::Python::attach(|py| {
        let ours = gilref::Py::from(object(py));
        let dropped = ours.clone_ref(py);
        py.detach(|| {
            assert!(!Python::is_attached());
            drop(dropped);
            // SAFETY: alive, by `ours`; nobody else knows the object.
            assert_eq!(unsafe { pyo3_ffi::Py_REFCNT(ours.as_ptr()) }, 2);
            Python::attach(|py| assert_eq!(ours.refcnt(py), 1));
        });
    });
}

#[test]
fn gilrefs_detach_under_its_own_attach_works_without_pyo3s() {
    Python::initialize();
    let sum = Python::attach(|py| {
        py.detach(|| {
            assert!(!Python::is_attached());
            let three = pyo3::Python::attach(|_| Python::is_attached().then_some(3));
            4 + three.unwrap()
        })
    });
    assert_eq!(sum, 7);
}
