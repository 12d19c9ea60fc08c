//! PyO3's types clone with a token, its own or gilref's, alone and in what derives.

use std::collections::HashMap;

use gilref::{GilClone, Plain, types::PyAny};
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyAnyMethods, PyBytes, PyList, PyListMethods, PyString};

/// Runs `f` attached by PyO3, as PyO3's users do.
fn attached(f: impl for<'py> FnOnce(pyo3::Python<'py>)) {
    gilref::Python::initialize();
    pyo3::Python::attach(f);
}

/// An object that only the test knows, and so counts exactly.
fn object(py: pyo3::Python<'_>) -> pyo3::Py<pyo3::PyAny> {
    py.eval(c"object()", None, None).unwrap().unbind()
}

fn count(py: pyo3::Python<'_>, object: &pyo3::Py<pyo3::PyAny>) -> isize {
    gilref::Borrowed::from(object.bind(py))
        .as_unbound()
        .refcnt(py)
}

/// A copy through the trait, so that no inherent method of the same name is tested instead.
fn copy<'py, T: GilClone>(value: &T, py: impl gilref::GilToken<'py>) -> T {
    value.clone_ref(py)
}

#[test]
fn a_reference_is_counted_once_per_clone() {
    attached(|py| {
        let original = object(py);
        let before = count(py, &original);

        let copy = copy(&original, py);

        assert!(copy.is(&original));
        assert_eq!(count(py, &original), before + 1);
        drop(copy);
        assert_eq!(count(py, &original), before);
    });
}

#[test]
fn a_gilref_token_clones_a_pyo3_reference() {
    gilref::Python::initialize();
    gilref::Python::attach(|py| {
        let original = object(py.into());
        let before = count(py.into(), &original);

        let copy = copy(&original, py);

        assert_eq!(count(py.into(), &original), before + 1);
        drop(copy.into_bound(py.into()));
        assert_eq!(count(py.into(), &original), before);
    });
}

#[test]
fn bound_references_are_counted_and_borrowed_ones_are_not() {
    attached(|py| {
        let original = object(py);
        let before = count(py, &original);

        let bound = copy(original.bind(py), py);
        assert_eq!(count(py, &original), before + 1);

        let borrowed = copy(&bound.as_borrowed(), py);
        assert!(borrowed.is(&original));
        assert_eq!(count(py, &original), before + 1);
    });
}

#[test]
fn text_and_bytes_share_their_storage() {
    attached(|py| {
        let text = PyString::new(py, "shared text");
        let text: PyBackedStr = text.extract().unwrap();
        let bytes: PyBackedBytes = PyBytes::new(py, b"shared bytes").into();
        let array = py.eval(c"bytearray(b'owned bytes')", None, None).unwrap();
        let array: PyBackedBytes = array.extract().unwrap();

        let (text_copy, bytes_copy) = copy(&(copy(&text, py), copy(&bytes, py)), py);
        let array_copy = copy(&array, py);

        assert_eq!(&*text_copy, "shared text");
        assert_eq!(text_copy.as_ptr(), text.as_ptr());
        assert_eq!(&*bytes_copy, b"shared bytes");
        assert_eq!(bytes_copy.as_ptr(), bytes.as_ptr());
        assert_eq!(array_copy.as_ptr(), array.as_ptr());
    });
}

#[test]
fn a_once_lock_is_cloned_with_its_value_or_empty() {
    attached(|py| {
        let object = object(py);
        let empty = PyOnceLock::<Vec<pyo3::Py<pyo3::PyAny>>>::new();
        let full = PyOnceLock::new();
        full.set(py, vec![object.clone_ref(py)]).unwrap();
        let before = count(py, &object);

        let empty_copy = copy(&empty, py);
        let full_copy = copy(&full, py);

        assert!(empty_copy.get(py).is_none());
        assert!(full_copy.get(py).unwrap()[0].is(&object));
        assert_eq!(count(py, &object), before + 1);
    });
}

#[test]
fn an_error_is_cloned_whether_python_has_seen_it_or_not() {
    attached(|py| {
        let raised = py.eval(c"1 / 0", None, None).unwrap_err();
        let raised_copy = copy(&raised, py);
        assert!(raised_copy.value(py).is(raised.value(py)));

        let lazy = pyo3::exceptions::PyValueError::new_err("not yet");
        let lazy_copy = copy(&lazy, py);
        assert!(lazy_copy.value(py).is(lazy.value(py)));
        assert_eq!(lazy_copy.to_string(), "ValueError: not yet");
    });
}

#[test]
fn a_lazy_error_is_cloned_under_an_attachment_that_only_gilref_made() {
    gilref::Python::initialize();
    gilref::Python::attach(|py| {
        let lazy = pyo3::exceptions::PyValueError::new_err("not yet");
        // PyO3 detaches and attaches in here.
        let copy = copy(&lazy, py);
        assert!(copy.value(py.into()).is(lazy.value(py.into())));
        assert!(gilref::Python::is_attached());
    });
}

#[test]
fn a_pyo3_result_is_cloned_by_the_impl_for_result() {
    attached(|py| {
        let fine: pyo3::PyResult<pyo3::Py<pyo3::PyAny>> = Ok(object(py));
        let failed: pyo3::PyResult<pyo3::Py<pyo3::PyAny>> =
            Err(pyo3::exceptions::PyKeyError::new_err("gone"));

        assert!(copy(&fine, py).unwrap().is(fine.as_ref().unwrap()));
        assert_eq!(
            copy(&failed, py).unwrap_err().to_string(),
            "KeyError: 'gone'"
        );
    });
}

/// Stands for a type of another crate.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct Foreign(u32);

/// PyO3's token, in the place where `with` calls a function.
fn shallow(list: &pyo3::Py<PyList>, py: pyo3::Python<'_>) -> pyo3::Py<PyList> {
    PyList::new(py, list.bind(py).iter()).unwrap().unbind()
}

/// gilref's token, in the same place.
fn same(object: &gilref::Py<PyAny>, py: gilref::Python<'_>) -> gilref::Py<PyAny> {
    object.clone_ref(py)
}

#[derive(GilClone)]
enum Input<T> {
    Nothing,
    Callback(pyo3::Py<pyo3::PyAny>),
    Generic { value: T, text: PyBackedStr },
}

#[derive(GilClone)]
struct Mixed<T> {
    name: String,
    theirs: pyo3::Py<pyo3::PyAny>,
    ours: gilref::Py<PyAny>,
    options: HashMap<String, pyo3::Py<pyo3::PyAny>>,
    by_node: HashMap<Plain<Foreign>, gilref::Py<PyAny>>,
    input: Input<T>,
    error: Option<pyo3::PyErr>,
    cached: PyOnceLock<T>,
    #[gil_clone(clone)]
    foreign: Foreign,
    #[gil_clone(with = shallow)]
    list: pyo3::Py<PyList>,
    #[gil_clone(with = same)]
    with_ours: gilref::Py<PyAny>,
    #[gil_clone(with = PyBackedStr::clone_ref)]
    with_method: PyBackedStr,
    #[gil_clone(default)]
    scratch: Vec<u8>,
}

#[test]
fn a_type_that_mixes_both_crates_references_derives() {
    attached(|py| {
        let object = object(py);
        let ours = || gilref::Py::from(object.clone_ref(py));
        let text = || PyString::new(py, "text").extract::<PyBackedStr>().unwrap();
        let list = PyList::new(py, [&object]).unwrap();
        let original = Mixed {
            name: "mixed".into(),
            theirs: object.clone_ref(py),
            ours: ours(),
            options: HashMap::from([("key".into(), object.clone_ref(py))]),
            by_node: HashMap::from([(Plain(Foreign(1)), ours())]),
            input: Input::Generic {
                value: vec![object.clone_ref(py)],
                text: text(),
            },
            error: None,
            cached: PyOnceLock::new(),
            foreign: Foreign(7),
            list: list.unbind(),
            with_ours: ours(),
            with_method: text(),
            scratch: vec![1],
        };
        let before = count(py, &object);

        let copy = original.clone_ref(py);

        // theirs, ours, options, by_node, input, with_ours, and the element of the new list.
        assert_eq!(count(py, &object), before + 7);
        assert_eq!(copy.name, "mixed");
        assert!(copy.theirs.is(&object));
        assert!(copy.ours.is(&original.ours));
        assert!(copy.options["key"].is(&object));
        assert!(copy.by_node[&Foreign(1)].is(&copy.ours));
        assert!(copy.error.is_none());
        assert!(copy.cached.get(py).is_none());
        assert_eq!(copy.foreign, Foreign(7));
        assert!(!copy.list.is(&original.list));
        assert_eq!(copy.list.bind(py).len(), 1);
        assert!(copy.with_ours.is(&copy.ours));
        assert_eq!(&*copy.with_method, "text");
        assert!(copy.scratch.is_empty());
        let Input::Generic { value, text } = &copy.input else {
            panic!("another variant");
        };
        assert!(value[0].is(&object));
        assert_eq!(&**text, "text");

        drop(copy);
        assert_eq!(count(py, &object), before);
    });
}

#[test]
fn the_other_variants_clone_too() {
    attached(|py| {
        let object = object(py);
        let callback = Input::<()>::Callback(object.clone_ref(py)).clone_ref(py);
        assert!(matches!(callback, Input::Callback(callback) if callback.is(&object)));
        assert!(matches!(Input::<()>::Nothing.clone_ref(py), Input::Nothing));
    });
}
