//! What may outlive an attachment.

use gilref::{Bound, GilClone, Py, Python, types::PyAny};

use crate::{attached, object};

#[test]
fn a_value_leaves_attach() {
    attached(|_| {
        let six: i32 = Python::attach(|py| py.eval("2 * 3", None, None)?.extract()).unwrap();
        assert_eq!(six, 6);
    });
}

#[test]
fn a_py_leaves_attach() {
    attached(|py| {
        let list: Py<PyAny> = Python::attach(|py| py.eval("[]", None, None).unwrap().unbind());
        assert_eq!(list.bind(py).len().unwrap(), 0);
    });
}

#[test]
fn a_py_in_a_variable_outside() {
    attached(|_| {
        let mut objects: Vec<Py<PyAny>> = Vec::new();
        Python::attach(|py| objects.push(object(py)));
        assert_eq!(objects.len(), 1);
    });
}

#[test]
fn a_struct_that_holds_a_token() {
    struct Interpreter<'py> {
        py: Python<'py>,
    }

    attached(|py| {
        let interpreter = Interpreter { py };
        assert_eq!(object(interpreter.py).refcnt(py), 1);
    });
}

#[test]
fn a_bound_of_an_inner_borrow() {
    fn first<'py>(list: &Bound<'py, PyAny>) -> Bound<'py, PyAny> {
        list.get_item(0).unwrap()
    }

    attached(|py| {
        let list = py.eval("[1]", None, None).unwrap();
        let first = first(&list);
        drop(list);
        assert_eq!(first.extract::<i32>().unwrap(), 1);
    });
}

#[test]
fn a_reference_of_its_own() {
    attached(|py| {
        let owned = {
            let lender = object(py).into_bound(py);
            lender.as_borrowed().to_owned()
        };
        assert_eq!(owned.as_unbound().refcnt(py), 1);
    });
}

#[test]
fn a_function_over_any_token() {
    fn copy(object: &Py<PyAny>, py: Python<'_>) -> Py<PyAny> {
        object.clone_ref(py)
    }

    attached(|py| {
        let original = object(py);
        assert!(Python::attach(|py| copy(&original, py)).is(&original));
    });
}

#[test]
fn a_bound_that_owns() {
    attached(|py| {
        let original = py.eval("[]", None, None).unwrap().unbind();
        let bound = original.into_bound(py);
        assert_eq!(bound.to_string(), "[]");
    });
}

#[test]
fn a_derived_copy_of_a_bound() {
    #[derive(GilClone)]
    struct Cell<'py> {
        value: Bound<'py, PyAny>,
    }

    attached(|py| {
        let copy = Cell { value: py.none() }.clone_ref(py);
        assert!(Python::attach(|inner| copy
            .clone_ref(inner)
            .value
            .is_none()));
    });
}
