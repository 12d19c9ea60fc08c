//! References: what each way to make, copy and give up one does to the object's count.

mod common;

use std::panic::{AssertUnwindSafe, catch_unwind};

use common::{deaths, object, witness};
use gilref::types::{
    PyAny, PyBool, PyBytes, PyDict, PyFloat, PyInt, PyList, PyModule, PyString, PyTuple,
};
use gilref::{Borrowed, Bound, GilClone, GilToken, Py, PyErr, Python};
use pyo3_ffi as ffi;

fn attached(test: impl for<'py> FnOnce(Python<'py>)) {
    Python::initialize();
    Python::attach(test);
}

/// A pointer to a null object.
const NULL: *mut ffi::PyObject = std::ptr::null_mut();

fn raise(py: Python<'_>) {
    PyErr::value_error(py, "pending").restore(py);
}

#[test]
fn an_attached_drop_is_immediate() {
    attached(|py| {
        let (reference, count) = witness(py);
        drop(reference);
        assert_eq!(deaths(py, &count), 1);
    });
}

#[test]
fn clone_ref_counts_one_and_drop_takes_it_back() {
    attached(|py| {
        let object = object(py);
        assert_eq!(object.refcnt(py), 1);
        let copy = object.clone_ref(py);
        assert_eq!(object.refcnt(py), 2);
        assert!(copy.is(&object));
        drop(copy);
        assert_eq!(object.refcnt(py), 1);
        let copy = GilClone::clone_ref(&object, py);
        assert_eq!(object.refcnt(py), 2);
        copy.drop_ref(py);
        assert_eq!(object.refcnt(py), 1);
    });
}

#[test]
fn binding_counts_nothing() {
    attached(|py| {
        let object = object(py);
        assert_eq!(object.bind(py).as_unbound().refcnt(py), 1);
        let borrowed = object.bind_borrowed(py);
        assert_eq!(borrowed.as_unbound().refcnt(py), 1);
        let bound = object.into_bound(py);
        let object = bound.into_any().unbind().into_any();
        assert_eq!(object.refcnt(py), 1);
        assert_eq!(object.as_any().refcnt(py), 1);
    });
}

#[test]
fn a_bound_clone_counts_one() {
    attached(|py| {
        let bound = object(py).into_bound(py);
        let copy = bound.clone();
        let kept = Py::from(&bound);
        assert_eq!(kept.refcnt(py), 3);
        drop(copy);
        drop(bound);
        assert_eq!(kept.refcnt(py), 1);
    });
}

#[test]
fn a_borrowed_copy_counts_nothing_and_to_owned_one() {
    attached(|py| {
        let object = object(py);
        let borrowed = object.bind_borrowed(py);
        let again = borrowed;
        let twice = borrowed.clone_ref(py);
        assert!(again.is(twice));
        assert_eq!(object.refcnt(py), 1);
        let owned = borrowed.to_owned();
        assert_eq!(object.refcnt(py), 2);
        drop(owned);
        assert_eq!(Py::from(borrowed).refcnt(py), 2);
        assert_eq!(object.refcnt(py), 1);
    });
}

#[test]
fn owned_pointers_are_taken_over() {
    attached(|py| {
        let object = object(py);
        let new = || object.clone_ref(py).into_ptr();
        // SAFETY: each pointer owns a reference.
        let owned: Py<PyAny> = unsafe { Py::from_owned_ptr(py, new()) };
        assert_eq!(object.refcnt(py), 2);
        drop(owned);
        // SAFETY: as above.
        drop(unsafe { Py::<PyAny>::from_owned_ptr_or_opt(py, new()) }.unwrap());
        // SAFETY: as above.
        drop(unsafe { Py::<PyAny>::from_owned_ptr_or_err(py, new()) }.unwrap());
        // SAFETY: as above.
        drop(unsafe { Bound::from_owned_ptr(py, new()) });
        // SAFETY: as above.
        drop(unsafe { Bound::from_owned_ptr_or_opt(py, new()) }.unwrap());
        // SAFETY: as above.
        drop(unsafe { Bound::from_owned_ptr_or_err(py, new()) }.unwrap());
        assert_eq!(object.refcnt(py), 1);
        let ptr = object.into_bound(py).into_ptr();
        // SAFETY: as above.
        let object = unsafe { Bound::from_owned_ptr(py, ptr) };
        assert_eq!(object.unbind().refcnt(py), 1);
    });
}

#[test]
fn borrowed_pointers_are_counted() {
    attached(|py| {
        let object = object(py);
        let ptr = object.as_ptr();
        // SAFETY: alive.
        let one: Py<PyAny> = unsafe { Py::from_borrowed_ptr(py, ptr) };
        // SAFETY: as above.
        let two: Py<PyAny> = unsafe { Py::from_borrowed_ptr_or_opt(py, ptr) }.unwrap();
        // SAFETY: as above.
        let three: Py<PyAny> = unsafe { Py::from_borrowed_ptr_or_err(py, ptr) }.unwrap();
        // SAFETY: as above.
        let four = unsafe { Bound::from_borrowed_ptr(py, ptr) };
        // SAFETY: as above.
        let five = unsafe { Bound::from_borrowed_ptr_or_opt(py, ptr) }.unwrap();
        // SAFETY: as above.
        let six = unsafe { Bound::from_borrowed_ptr_or_err(py, ptr) }.unwrap();
        assert_eq!(object.refcnt(py), 7);
        drop((one, two, three, four, five, six));
        assert_eq!(object.refcnt(py), 1);
    });
}

#[test]
fn pointers_that_are_lent_are_not_counted() {
    attached(|py| {
        let object = object(py);
        let ptr = object.as_ptr();
        // SAFETY: alive until the end of this function.
        let one: Borrowed<'_, '_, PyAny> = unsafe { Borrowed::from_ptr(py, ptr) };
        // SAFETY: as above.
        let two: Borrowed<'_, '_, PyAny> = unsafe { Borrowed::from_ptr_or_opt(py, ptr) }.unwrap();
        // SAFETY: as above.
        let three: Borrowed<'_, '_, PyAny> = unsafe { Borrowed::from_ptr_or_err(py, ptr) }.unwrap();
        assert_eq!(object.refcnt(py), 1);
        assert!(one.is(two) && two.is(three));
    });
}

#[test]
fn a_null_pointer_is_none_or_the_pending_exception() {
    attached(|py| {
        // SAFETY: null, six times.
        assert!(unsafe { Py::<PyAny>::from_owned_ptr_or_opt(py, NULL) }.is_none());
        // SAFETY: as above.
        assert!(unsafe { Py::<PyAny>::from_borrowed_ptr_or_opt(py, NULL) }.is_none());
        // SAFETY: as above.
        assert!(unsafe { Borrowed::<'_, '_, PyAny>::from_ptr_or_opt(py, NULL) }.is_none());
        raise(py);
        // SAFETY: as above.
        let error = unsafe { Py::<PyAny>::from_owned_ptr_or_err(py, NULL) }.unwrap_err();
        assert_eq!(error.to_string(), "ValueError: pending");
        raise(py);
        // SAFETY: as above.
        let error = unsafe { Bound::from_borrowed_ptr_or_err(py, NULL) }.unwrap_err();
        assert_eq!(error.to_string(), "ValueError: pending");
        // SAFETY: as above. Nothing is pending now.
        let error = unsafe { Borrowed::<'_, '_, PyAny>::from_ptr_or_err(py, NULL) }.unwrap_err();
        assert!(error.to_string().starts_with("SystemError: "), "{error}");
    });
}

#[test]
fn a_null_pointer_panics_with_clear_words_where_none_is_allowed() {
    attached(|py| {
        let calls: [&dyn Fn(); 5] = [
            // SAFETY: null, five times.
            &|| drop(unsafe { Py::<PyAny>::from_owned_ptr(py, NULL) }),
            // SAFETY: as above.
            &|| drop(unsafe { Py::<PyAny>::from_borrowed_ptr(py, NULL) }),
            // SAFETY: as above.
            &|| drop(unsafe { Bound::from_owned_ptr(py, NULL) }),
            // SAFETY: as above.
            &|| drop(unsafe { Bound::from_borrowed_ptr(py, NULL) }),
            &|| {
                // SAFETY: as above.
                let _: Borrowed<'_, '_, PyAny> = unsafe { Borrowed::from_ptr(py, NULL) };
            },
        ];
        for call in calls {
            let panic = catch_unwind(AssertUnwindSafe(call)).unwrap_err();
            let words = panic.downcast_ref::<&str>().unwrap();
            assert_eq!(*words, "expected a Python object, got a null pointer");
        }
    });
}

#[test]
fn a_cast_asks_for_the_type_and_counts_nothing() {
    attached(|py| {
        let object = py.eval("[]", None, None).unwrap();
        let list = object.cast::<PyList>().unwrap();
        assert_eq!(list.as_unbound().refcnt(py), 1);
        let error = object.cast::<PyDict>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "'list' object is not an instance of 'dict'"
        );
        assert_eq!(
            PyErr::from(error).to_string(),
            "TypeError: 'list' object is not an instance of 'dict'"
        );
        let error = object.cast_into::<PyDict>().unwrap_err();
        let object = error.into_inner();
        assert_eq!(object.as_unbound().refcnt(py), 1);
        let list: Bound<'_, PyList> = object.cast_into().unwrap();
        assert_eq!(list.unbind().refcnt(py), 1);
    });
}

#[test]
fn an_exact_cast_refuses_subclasses() {
    attached(|py| {
        let object = py.eval("type('Sub', (list,), {})()", None, None).unwrap();
        assert!(object.cast::<PyList>().is_ok());
        assert!(object.cast_exact::<PyList>().is_err());
        assert!(
            py.eval("[]", None, None)
                .unwrap()
                .cast_exact::<PyList>()
                .is_ok()
        );
        assert!(
            py.eval("object()", None, None)
                .unwrap()
                .cast_exact::<PyAny>()
                .is_ok()
        );
        assert!(object.cast_exact::<PyAny>().is_err());
    });
}

#[test]
fn debug_of_a_py_is_its_address_on_any_thread() {
    Python::initialize();
    let object = Python::attach(object);
    // Detached, so that it can't ask Python for a `repr`.
    assert_eq!(format!("{object:?}"), format!("Py({:p})", object.as_ptr()));
    Python::attach(|py| object.drop_ref(py));
}

#[test]
fn debug_and_display_of_a_bound_are_repr_and_str() {
    attached(|py| {
        let text = py.eval("'a'", None, None).unwrap();
        assert_eq!(format!("{text:?} {text}"), "'a' a");
        let text = text.as_borrowed();
        assert_eq!(format!("{text:?} {text}"), "'a' a");
    });
}

#[test]
fn a_failing_repr_is_reported_and_leaves_nothing_pending() {
    attached(|py| {
        py.run(
            "import sys; SEEN = []; sys.unraisablehook = lambda seen: SEEN.append(seen.exc_value)",
            None,
            None,
        )
        .unwrap();
        let object = py
            .eval(
                "type('Bad', (), {'__repr__': lambda self: 1 / 0})()",
                None,
                None,
            )
            .unwrap();
        assert_eq!(format!("{object:?}"), "<unprintable Bad object>");
        assert!(PyErr::take(py).is_none());
        assert_eq!(
            py.eval("str(SEEN.pop())", None, None).unwrap().to_string(),
            "division by zero"
        );
        py.run("sys.unraisablehook = sys.__unraisablehook__", None, None)
            .unwrap();
    });
}

#[test]
fn identity_is_by_address() {
    attached(|py| {
        let (one, other) = (object(py), object(py));
        assert!(one.is(&one) && !one.is(&other));
        assert!(one.bind(py).is(one.bind_borrowed(py)));
        assert!(py.none().is_none() && py.none().unbind().is_none(py) && !one.is_none(py));
    });
}

#[cfg(feature = "py-clone")]
mod py_clone {
    use super::*;

    #[test]
    fn clone_counts_one_when_attached() {
        attached(|py| {
            let object = object(py);
            let copy = object.clone();
            assert_eq!(object.refcnt(py), 2);
            drop(copy);
        });
    }

    #[test]
    fn clone_panics_when_detached_and_names_the_caller() {
        use std::sync::Mutex;
        static PLACE: Mutex<String> = Mutex::new(String::new());

        Python::initialize();
        let object = Python::attach(object);
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(|info| {
            *PLACE.lock().unwrap() = info.location().unwrap().to_string();
        }));
        let line = line!() + 1;
        let result = catch_unwind(AssertUnwindSafe(|| object.clone()));
        std::panic::set_hook(before);
        let words = *result.unwrap_err().downcast::<&str>().unwrap();
        assert!(words.contains("not attached"), "{words}");
        let place = PLACE.lock().unwrap();
        assert!(place.contains(&format!("references.rs:{line}")), "{place}");
        Python::attach(|py| {
            assert_eq!(object.refcnt(py), 1);
            object.drop_ref(py);
        });
    }
}

/// A type that implements `GilToken`, but has no token to return.
#[derive(Clone, Copy)]
struct Pretender;

impl<'py> GilToken<'py> for Pretender {
    fn python(self) -> Python<'py> {
        panic!("no token")
    }
}

#[test]
fn a_type_that_only_claims_to_be_a_token_reaches_no_python() {
    Python::initialize();
    let object = Python::attach(object);
    let error = Python::attach(|py| PyErr::value_error(py, "an error"));
    let is_refused = |what: &str, call: &dyn Fn()| {
        let panic = catch_unwind(AssertUnwindSafe(call)).expect_err(what);
        assert_eq!(panic.downcast_ref(), Some(&"no token"), "{what}");
    };

    // Detached: anything that goes on without a token is a data race or a crash.
    assert!(!Python::is_attached());
    is_refused("clone_ref", &|| drop(object.clone_ref(Pretender)));
    is_refused("GilClone", &|| {
        drop(GilClone::clone_ref(&object, Pretender));
    });
    is_refused("bind", &|| drop(object.bind(Pretender).clone()));
    is_refused("bind_borrowed", &|| {
        let _ = object.bind_borrowed(Pretender);
    });
    is_refused("is_none", &|| {
        let _ = object.is_none(Pretender);
    });
    is_refused("refcnt", &|| {
        let _ = object.refcnt(Pretender);
    });
    is_refused("from_borrowed_ptr", &|| {
        // SAFETY: alive, by `object`.
        drop(unsafe { Py::<PyAny>::from_borrowed_ptr(Pretender, object.as_ptr()) });
    });
    is_refused("PyErr::clone_ref", &|| drop(error.clone_ref(Pretender)));
    is_refused("PyErr::traceback", &|| drop(error.traceback(Pretender)));
    is_refused("PyErr::value", &|| drop(error.value(Pretender).clone()));
    is_refused("PyErr::take", &|| drop(PyErr::take(Pretender)));
    is_refused("PyBool", &|| drop(PyBool::new(Pretender, true)));
    is_refused("PyBytes", &|| drop(PyBytes::new(Pretender, b"bytes")));
    is_refused("PyDict", &|| drop(PyDict::new(Pretender)));
    is_refused("PyFloat", &|| drop(PyFloat::new(Pretender, 0.5)));
    is_refused("PyInt", &|| drop(PyInt::new(Pretender, 1)));
    is_refused("PyList", &|| drop(PyList::empty(Pretender)));
    is_refused("PyModule", &|| drop(PyModule::new(Pretender, "module")));
    is_refused("import", &|| drop(PyModule::import(Pretender, "sys")));
    is_refused("PyString", &|| drop(PyString::new(Pretender, "text")));
    is_refused("PyTuple", &|| drop(PyTuple::empty(Pretender)));

    Python::attach(|py| {
        assert_eq!(object.refcnt(py), 1, "nothing was counted");
        object.drop_ref(py);
        drop(error);
    });
}

#[test]
fn drop_ref_with_what_only_claims_to_be_a_token_drops_all_the_same() {
    attached(|py| {
        let object = object(py);
        let copy = AssertUnwindSafe(object.clone_ref(py));
        catch_unwind(move || { copy }.0.drop_ref(Pretender)).unwrap_err();
        assert_eq!(object.refcnt(py), 1);
    });
}
