//! What must compile with gilref's `Py` for PyO3's types: for each case under `tests/ui/for_pyo3/` one that does nearly the same.

use gilref::GilClone;
use gilref::for_pyo3::Py;
use pyo3::prelude::*;
use pyo3::types::PyList;

use crate::attached;

#[derive(GilClone)]
struct Handler {
    callback: Py<PyAny>,
}

fn object(py: Python<'_>) -> Bound<'_, PyAny> {
    py.eval(c"object()", None, None).unwrap()
}

#[test]
fn clone_ref() {
    attached(|py| {
        let handler = Handler {
            callback: object(py).into(),
        };
        assert!(handler.callback.clone_ref(py).is(&handler.callback));
        assert!(handler.clone_ref(py).callback.is(&handler.callback));
    });
}

#[test]
fn into_for_unbind() {
    attached(|py| {
        let object = object(py);
        let by_reference = Handler {
            callback: (&object).into(),
        };
        assert!(by_reference.callback.is(&object));
        let handler = Handler {
            callback: object.into(),
        };
        assert!(handler.callback.is(&by_reference.callback));
    });
}

#[test]
fn bind() {
    attached(|py| {
        let list: Py<PyAny> = PyList::new(py, [1, 2]).unwrap().into_any().into();
        assert_eq!(list.bind(py).len().unwrap(), 2);
    });
}
