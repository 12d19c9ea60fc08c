//! What must compile for those who hold PyO3's types: for each case under `tests/ui/` one that does nearly the same.
#![allow(dead_code)]

mod class;
mod for_pyo3;

use gilref::{GilClone, GilToken};
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::sync::PyOnceLock;

// Neither crate's token enters a `detach`, which takes what is `Send`. Not a case under `tests/ui/`: the error would show std's
// source, where it is installed. Does not compile once one of these is `Send`: then there are two ways to read `_`.
const _: () = {
    trait Ambiguous<Reason> {
        fn check() {}
    }

    impl<T> Ambiguous<()> for T {}

    struct IsSend;
    impl<T: Send> Ambiguous<IsSend> for T {}

    let _ = <Python<'_> as Ambiguous<_>>::check;
    let _ = <&Python<'_> as Ambiguous<_>>::check;
    let _ = <gilref::Python<'_> as Ambiguous<_>>::check;
    let _ = <&gilref::Python<'_> as Ambiguous<_>>::check;
};

#[derive(GilClone)]
struct Handler {
    name: String,
    callback: Py<PyAny>,
}

fn handler(py: Python<'_>) -> Handler {
    Handler {
        name: "on_save".to_owned(),
        callback: py.eval(c"object()", None, None).unwrap().unbind(),
    }
}

fn attached(test: impl FnOnce(Python<'_>)) {
    Python::initialize();
    Python::attach(test);
}

#[test]
fn a_struct() {
    fn twice(handler: Handler, py: Python<'_>) -> (Handler, Handler) {
        (handler.clone_ref(py), handler)
    }

    attached(|py| {
        let (copy, original) = twice(handler(py), py);
        assert_eq!(copy.name, original.name);
        assert!(copy.callback.is(&original.callback));
    });
}

#[test]
fn either_token() {
    fn copy<'py>(handler: &Handler, py: impl GilToken<'py>) -> Handler {
        handler.clone_ref(py)
    }

    attached(|py| {
        let original = handler(py);
        let of_pyo3 = copy(&original, py);
        let of_gilref = copy(&original, gilref::Python::from(py));
        let of_a_bound = copy(&original, of_pyo3.callback.bind(py).py());
        assert!(of_gilref.callback.is(&of_a_bound.callback));
    });
}

#[test]
fn a_field_with_only_clone() {
    #[derive(Clone)]
    struct Connection {
        port: u16,
    }

    #[derive(GilClone)]
    struct Remote {
        #[gil_clone(clone)]
        connection: Connection,
        callback: Py<PyAny>,
    }

    attached(|py| {
        let remote = Remote {
            connection: Connection { port: 80 },
            callback: handler(py).callback,
        };
        assert_eq!(remote.clone_ref(py).connection.port, 80);
    });
}

#[test]
fn a_function() {
    fn copy(callback: &Py<PyAny>, py: Python<'_>) -> Py<PyAny> {
        callback.clone_ref(py)
    }

    fn copy_by_any<'py, T: GilClone>(callback: &T, py: impl GilToken<'py>) -> T {
        callback.clone_ref(py)
    }

    #[derive(GilClone)]
    struct Copied {
        #[gil_clone(with = copy)]
        callback: Py<PyAny>,
        #[gil_clone(with = copy_by_any)]
        any: Py<PyAny>,
        #[gil_clone(with = Py::clone_ref)]
        other: Py<PyAny>,
    }

    attached(|py| {
        let original = Copied {
            callback: handler(py).callback,
            any: handler(py).callback,
            other: handler(py).callback,
        };
        let copy = original.clone_ref(py);
        assert!(copy.callback.is(&original.callback) && copy.other.is(&original.other));
        assert!(copy.any.is(&original.any));
    });
}

#[test]
fn a_copy_around_detach() {
    attached(|py| {
        let original = handler(py);
        let copy = original.clone_ref(py);
        let name = py.detach(move || copy.name);
        let again = py.detach(|| Python::attach(|py| original.clone_ref(py)));
        assert_eq!(name, again.name);
    });
}

#[test]
fn a_copy_leaves_attach() {
    attached(|py| {
        let original = handler(py);
        let copy = Python::attach(|py| original.clone_ref(py));
        assert!(copy.callback.is(&original.callback));
    });
}

#[test]
fn every_type_of_pyo3() {
    #[derive(GilClone)]
    struct Everything<'py, T> {
        object: Py<T>,
        of_gilref: gilref::Py<gilref::types::PyAny>,
        bound: Bound<'py, PyAny>,
        error: PyErr,
        result: PyResult<Py<PyAny>>,
        text: PyBackedStr,
        bytes: PyBackedBytes,
        cell: PyOnceLock<Py<PyAny>>,
    }

    fn is_gil_clone<T: GilClone>() {}

    is_gil_clone::<Everything<'_, pyo3::types::PyDict>>();
}
