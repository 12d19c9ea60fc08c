//! What may cross threads, and what may enter `detach`.

use std::sync::{Arc, mpsc};
use std::thread;

use gilref::{GilClone, Py, Python, types::PyAny};

use crate::{attached, object};

#[test]
fn another_thread_attaches_for_itself() {
    attached(|py| {
        let original = object(py);
        py.detach(|| {
            thread::scope(|scope| {
                scope.spawn(|| Python::attach(|py| drop(original.clone_ref(py))));
            });
        });
        assert_eq!(original.refcnt(py), 1);
    });
}

#[test]
fn a_py_on_another_thread() {
    attached(|py| {
        let bound = object(py).into_bound(py);
        let unbound: Py<PyAny> = bound.unbind();
        let address = unbound.as_ptr() as usize;
        let arrived = py.detach(|| thread::spawn(move || unbound.as_ptr() as usize).join());
        assert_eq!(arrived.unwrap(), address);
    });
}

#[test]
fn a_py_through_a_channel() {
    attached(|py| {
        let (sender, receiver) = mpsc::channel::<Vec<Py<PyAny>>>();
        py.detach(|| {
            let worker = thread::spawn(move || receiver.recv().unwrap().len());
            Python::attach(|py| sender.send(vec![object(py)]).unwrap());
            assert_eq!(worker.join().unwrap(), 1);
        });
    });
}

#[test]
fn a_py_in_detach() {
    attached(|py| {
        let original = object(py);
        let shared = &original;
        let address = py.detach(|| shared.as_ptr() as usize);
        assert_eq!(address, original.as_ptr() as usize);
    });
}

#[test]
fn a_py_out_of_detach() {
    attached(|py| {
        let made = py.detach(|| Python::attach(object));
        assert_eq!(made.refcnt(py), 1);
    });
}

#[test]
fn attach_in_detach() {
    attached(|py| {
        let original = object(py);
        let copy = py.detach(|| Python::attach(|py| original.clone_ref(py)));
        assert!(copy.is(&original));
    });
}

#[test]
fn an_arc_in_detach() {
    attached(|py| {
        let count = Arc::new(3);
        assert_eq!(py.detach(|| *count), 3);
    });
}

#[test]
fn a_py_in_a_static() {
    static CALLBACK: std::sync::OnceLock<Py<PyAny>> = std::sync::OnceLock::new();

    attached(|py| {
        let kept = CALLBACK.get_or_init(|| object(py));
        assert_eq!(kept.refcnt(py), 1);
    });
}

#[test]
fn a_derived_copy_on_another_thread() {
    #[derive(GilClone)]
    struct Handler {
        callback: Py<PyAny>,
    }

    attached(|py| {
        let original = Handler {
            callback: object(py),
        };
        let copy = original.clone_ref(py);
        py.detach(|| thread::spawn(move || drop(copy)).join())
            .unwrap();
        assert!(original.callback.refcnt(py) >= 1);
    });
}
