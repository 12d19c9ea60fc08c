//! A new reference, given a token.

use std::collections::HashMap;
use std::sync::Arc;

use gilref::{GilClone, Py, PyErr, Python, types::PyAny};

use crate::{attached, object};

#[derive(GilClone)]
struct Handler {
    name: String,
    callback: Py<PyAny>,
}

#[derive(GilClone)]
enum Source {
    File(String),
    Object { object: Py<PyAny> },
}

#[test]
fn an_owned_py() {
    fn twice(object: Py<PyAny>, py: Python<'_>) -> (Py<PyAny>, Py<PyAny>) {
        (object.clone_ref(py), object)
    }

    attached(|py| {
        let (copy, original) = twice(object(py), py);
        assert!(copy.is(&original));
        assert_eq!(original.refcnt(py), 2);
    });
}

#[test]
fn a_py_behind_a_reference() {
    fn copy(object: &Py<PyAny>, py: Python<'_>) -> Py<PyAny> {
        object.clone_ref(py)
    }

    attached(|py| {
        let original = object(py);
        assert!(copy(&original, py).is(&original));
    });
}

#[test]
fn a_py_behind_an_arc() {
    attached(|py| {
        let original = Arc::new(object(py));
        let shared: Arc<Py<PyAny>> = original.clone();
        assert_eq!(shared.refcnt(py), 1);
    });
}

#[test]
fn a_struct() {
    fn twice(handler: Handler, py: Python<'_>) -> (Handler, Handler) {
        (handler.clone_ref(py), handler)
    }

    attached(|py| {
        let handler = Handler {
            name: "on_save".to_owned(),
            callback: object(py),
        };
        let (copy, original) = twice(handler, py);
        assert_eq!(copy.name, original.name);
        assert!(copy.callback.is(&original.callback));
    });
}

#[test]
fn an_enum() {
    attached(|py| {
        let original = [
            Source::File("events.jsonl".to_owned()),
            Source::Object { object: object(py) },
        ];
        let [Source::File(name), Source::Object { object }] = original.clone_ref(py) else {
            panic!("another variant");
        };
        assert_eq!(name, "events.jsonl");
        assert_eq!(object.refcnt(py), 2);
    });
}

#[test]
fn containers() {
    attached(|py| {
        let original = object(py);
        let list: Vec<Py<PyAny>> = vec![original.clone_ref(py)].clone_ref(py);
        let option: Option<Py<PyAny>> = Some(original.clone_ref(py)).clone_ref(py);
        let map: HashMap<String, Py<PyAny>> =
            HashMap::from([("key".to_owned(), original.clone_ref(py))]).clone_ref(py);
        let pair: (Py<PyAny>, u8) = (original.clone_ref(py), 1).clone_ref(py);
        assert_eq!(original.refcnt(py), 5);
        drop((list, option, map, pair));
        assert_eq!(original.refcnt(py), 1);
    });
}

#[test]
fn an_error() {
    attached(|py| {
        let original: PyErr = py.eval("1 / 0", None, None).unwrap_err();
        assert_eq!(original.clone_ref(py).to_string(), original.to_string());
    });
}

#[test]
fn a_generic_function() {
    fn twice<T: GilClone>(value: T, py: Python<'_>) -> (T, T) {
        (value.clone_ref(py), value)
    }

    attached(|py| {
        let (copy, original) = twice(object(py), py);
        assert!(copy.is(&original));
    });
}

/// The feature is for those who need it: with it, `clone` compiles, and panics on a detached thread.
#[test]
#[cfg(feature = "py-clone")]
fn py_clone() {
    #[derive(Clone)]
    struct Handler {
        callback: Py<PyAny>,
    }

    attached(|py| {
        let handler = Handler {
            callback: object(py),
        };
        let copies = vec![handler.clone(); 3];
        assert_eq!(handler.callback.refcnt(py), 4);
        drop(copies);
        assert_eq!(handler.callback.refcnt(py), 1);
    });
}

#[test]
fn a_struct_of_derived_structs() {
    #[derive(GilClone)]
    struct Registry {
        fallback: Handler,
    }

    attached(|py| {
        let registry = Registry {
            fallback: Handler {
                name: String::new(),
                callback: object(py),
            },
        };
        let copy = registry.clone_ref(py);
        assert!(copy.fallback.callback.is(&registry.fallback.callback));
    });
}

#[test]
fn a_py_of_any_type() {
    fn copy<T>(object: &Py<T>, py: Python<'_>) -> Py<T> {
        object.clone_ref(py)
    }

    attached(|py| {
        let original = object(py);
        assert!(copy(&original, py).is(&original));
    });
}

#[test]
fn a_py_mapped_over() {
    fn copy(object: &Option<Py<PyAny>>, py: Python<'_>) -> Option<Py<PyAny>> {
        object.as_ref().map(|object| object.clone_ref(py))
    }

    attached(|py| {
        let original = Some(object(py));
        assert_eq!(copy(&original, py).unwrap().refcnt(py), 2);
    });
}
