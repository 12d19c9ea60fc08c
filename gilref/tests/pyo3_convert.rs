//! Conversions between gilref's types and PyO3's keep the object and its count.

use gilref::types::{PyAny, PyList};
use gilref::{Borrowed, Bound, Py, Python};
use pyo3::types::PyAnyMethods;

type TheirPy = pyo3::Py<pyo3::PyAny>;
type TheirBound<'py> = pyo3::Bound<'py, pyo3::PyAny>;
type TheirBorrowed<'a, 'py> = pyo3::Borrowed<'a, 'py, pyo3::PyAny>;

fn attached(f: impl for<'py> FnOnce(Python<'py>)) {
    Python::initialize();
    // By PyO3, so that both crates know of it.
    pyo3::Python::attach(|py| f(py.into()));
}

fn object(py: Python<'_>) -> Bound<'_, PyAny> {
    py.eval("object()", None, None).unwrap()
}

#[test]
fn a_token_converts_both_ways_and_has_no_size() {
    attached(|py| {
        let theirs: pyo3::Python<'_> = py.into();
        let ours: Python<'_> = theirs.into();
        assert!(ours.none().is_none());
        assert_eq!(size_of_val(&theirs) + size_of_val(&ours), 0);
    });
}

#[test]
fn an_owned_reference_is_moved_there_and_back() {
    attached(|py| {
        let ours = object(py).unbind();
        let pointer = ours.as_ptr();

        let theirs: TheirPy = ours.into();
        assert_eq!(theirs.as_ptr(), pointer);
        let ours: Py<PyAny> = theirs.into();

        assert_eq!(ours.as_ptr(), pointer);
        assert_eq!(ours.refcnt(py), 1);
    });
}

#[test]
fn a_detached_thread_can_convert_what_it_owns() {
    let mut ours = None;
    attached(|py| ours = Some(object(py).unbind()));
    let ours = ours.unwrap();

    let ours: Py<PyAny> = std::thread::spawn(|| TheirPy::from(ours).into())
        .join()
        .unwrap();

    attached(|py| assert_eq!(ours.refcnt(py), 1));
}

#[test]
fn a_bound_reference_is_moved_there_and_back() {
    attached(|py| {
        let ours = object(py);
        let pointer = ours.as_ptr();

        let theirs: TheirBound<'_> = ours.into();
        assert_eq!(theirs.as_ptr(), pointer);
        let ours: Bound<'_, PyAny> = theirs.into();

        assert_eq!(ours.as_ptr(), pointer);
        assert_eq!(ours.as_unbound().refcnt(py), 1);
    });
}

#[test]
fn a_borrowed_reference_converts_without_being_counted() {
    attached(|py| {
        let owner = object(py);

        let theirs = TheirBorrowed::from(&owner);
        let ours = Borrowed::from(theirs);
        let theirs = TheirBorrowed::from(ours);
        let their_owner = theirs.to_owned();
        let ours = Borrowed::from(&their_owner);

        assert!(ours.is(&owner));
        assert_eq!(owner.as_unbound().refcnt(py), 2);
    });
}

#[test]
fn a_typed_reference_converts_to_one_of_any_type() {
    attached(|py| {
        let ours = PyList::new(py, [1, 2]).unwrap();
        let theirs: TheirBound<'_> = ours.into();
        assert_eq!(theirs.len().unwrap(), 2);

        let theirs = pyo3::types::PyList::new(theirs.py(), [1, 2, 3]).unwrap();
        let ours: Bound<'_, PyAny> = theirs.into();
        assert_eq!(ours.cast::<PyList>().unwrap().len(), 3);
    });
}

#[test]
fn pyo3_extracts_and_returns_gilref_references() {
    use pyo3::IntoPyObject;

    attached(|py| {
        let theirs: TheirBound<'_> = PyList::empty(py).into();

        let ours: Py<PyList> = theirs.extract().unwrap();
        let refused = theirs.extract::<Py<gilref::types::PyDict>>().unwrap_err();
        let bound: Bound<'_, PyAny> = theirs.extract().unwrap();

        assert!(refused.is_instance_of::<pyo3::exceptions::PyTypeError>(py.into()));
        assert_eq!(
            refused.to_string(),
            "TypeError: 'list' object is not an instance of 'dict'"
        );
        assert!(
            (&ours)
                .into_pyobject(py.into())
                .is_ok_and(|back| back.is(&theirs))
        );
        assert!(
            ours.into_pyobject(py.into())
                .is_ok_and(|back| back.is(&theirs))
        );
        assert!(
            (&bound)
                .into_pyobject(py.into())
                .is_ok_and(|back| back.is(&theirs))
        );
        assert!(
            bound
                .into_pyobject(py.into())
                .is_ok_and(|back| back.is(&theirs))
        );
        assert_eq!(Borrowed::from(&theirs).as_unbound().refcnt(py), 1);
    });
}

/// A function in between, so that there is a traceback to lose.
fn failure(py: Python<'_>) -> gilref::PyErr {
    let globals = gilref::types::PyDict::new(py);
    py.run(
        "def fail():\n    raise KeyError('lost')",
        Some(&globals),
        None,
    )
    .unwrap();
    py.eval("fail()", Some(&globals), None).unwrap_err()
}

#[test]
fn an_error_becomes_pyo3s_with_its_traceback() {
    fn question_mark(py: Python<'_>) -> pyo3::PyResult<()> {
        Err(failure(py))?
    }
    attached(|py| {
        let error = question_mark(py).unwrap_err();

        assert_eq!(error.to_string(), "KeyError: 'lost'");
        assert!(error.is_instance_of::<pyo3::exceptions::PyKeyError>(py.into()));
        assert!(error.traceback(py.into()).is_some());
    });
}

#[test]
fn an_error_becomes_pyo3s_on_a_detached_thread() {
    let mut ours = None;
    attached(|py| {
        let error = failure(py);
        let pointer = error.value(py).as_ptr().addr();
        ours = Some((error, pointer));
    });
    let (ours, pointer) = ours.unwrap();

    let theirs = std::thread::spawn(|| pyo3::PyErr::from(ours))
        .join()
        .unwrap();

    attached(|py| {
        assert_eq!(theirs.to_string(), "KeyError: 'lost'");
        assert_eq!(theirs.value(py.into()).as_ptr().addr(), pointer);
        assert!(theirs.traceback(py.into()).is_some());
    });
}

#[test]
fn an_error_of_pyo3s_becomes_gilrefs_with_a_token() {
    attached(|py| {
        let theirs = pyo3::exceptions::PyKeyError::new_err("found");
        let value = theirs.into_value(py.into()).into_bound(py.into());

        let ours = gilref::PyErr::from_value(value.into());

        assert_eq!(ours.to_string(), "KeyError: 'found'");
    });
}

#[test]
fn an_attach_clone_is_converted_as_its_value_is() {
    use gilref::{AttachClone, GilDrop, for_pyo3};
    use pyo3::types::{PyAnyMethods, PyList};
    use pyo3::{FromPyObject, IntoPyObject};

    gilref::Python::initialize();
    pyo3::Python::attach(|py| {
        let list = PyList::new(py, [1, 2]).unwrap();
        let theirs: AttachClone<pyo3::Py<PyList>> = (&list).into();
        let ours: AttachClone<for_pyo3::Py<PyList>> = list.clone().into();
        assert!((&theirs).into_pyobject(py).unwrap().is(&list));
        assert!((&ours).into_pyobject(py).unwrap().is(&list));
        assert!(
            AttachClone::<pyo3::Py<PyList>>::extract(list.as_any().as_borrowed())
                .unwrap()
                .is(&list)
        );
        let numbers: AttachClone<Vec<u8>> = list.extract().unwrap();
        assert_eq!(*numbers, [1, 2]);
        let copy = theirs.clone();
        assert!(copy.into_pyobject(py).unwrap().is(&list));
        ours.drop_ref(py);
        theirs.drop_ref(py);
    });
}
