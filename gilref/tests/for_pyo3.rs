//! gilref's `Py` for PyO3's types: what it converts to, where it goes in a class, and when it lets
//! go.

use std::collections::HashMap;
use std::thread;

use gilref::for_pyo3::Py;
use gilref::{GilClone, pool};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::{PyAnyMethods, PyDictMethods, PyListMethods};
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyList};
use pyo3::{Bound, IntoPyObject, PyAny, PyRef, PyRefMut, PyResult, Python, pyclass, pymethods};
use pyo3::{PyTraverseError, PyVisit};

/// Runs `f` attached by PyO3, as PyO3's users do.
fn attached(f: impl for<'py> FnOnce(Python<'py>)) {
    gilref::Python::initialize();
    Python::attach(f);
}

/// An object that only the test knows, and so counts exactly.
fn object(py: Python<'_>) -> Bound<'_, PyAny> {
    py.eval(c"object()", None, None).unwrap()
}

fn count<T>(object: &Bound<'_, T>) -> isize {
    gilref::Borrowed::from(object)
        .as_unbound()
        .refcnt(object.py())
}

#[test]
fn a_copy_is_counted_and_released_where_it_is_dropped_attached() {
    attached(|py| {
        let owner = object(py);
        let ours: Py<PyAny> = Py::from(&owner);
        assert_eq!(count(&owner), 2);

        let copy = ours.clone_ref(py);
        let by_trait = GilClone::clone_ref(&copy, gilref::Python::from(py));
        assert!(copy.is(&owner) && by_trait.is(&copy));
        assert_eq!(count(&owner), 4);

        drop(copy);
        assert_eq!(count(&owner), 3);
        gilref::GilDrop::drop_ref(vec![by_trait], py);
        ours.into_bound(py);
        assert_eq!(count(&owner), 1);
    });
}

#[test]
fn a_drop_under_an_attach_that_pyo3_does_not_know_of_is_released_at_once() {
    gilref::Python::initialize();
    gilref::Python::attach(|py| {
        let owner = object(py.into());
        let ours: Py<PyAny> = Py::from(&owner);

        drop(ours);

        assert_eq!(count(&owner), 1);
    });
}

#[test]
fn each_conversion_keeps_the_object_and_counts_what_it_holds() {
    attached(|py| {
        let owner = object(py);

        let from_pyo3 = Py::from(owner.clone().unbind());
        let from_bound: Py<PyAny> = owner.clone().into();
        let from_reference: Py<PyAny> = (&owner).into();
        let from_borrowed: Py<PyAny> = owner.as_borrowed().into();
        let from_gilref: Py<PyAny> = gilref::Py::from(owner.clone().unbind()).into();
        assert_eq!(count(&owner), 6);

        let to_pyo3: pyo3::Py<PyAny> = from_pyo3.into();
        let to_gilref: gilref::Py<_> = from_bound.into();
        let inner = from_reference.into_inner();
        let any = from_borrowed.as_any().clone_ref(py);
        let into_any = from_borrowed.into_any();
        assert_eq!(count(&owner), 7);
        let pointer = from_gilref.into_ptr();
        assert_eq!(pointer, owner.as_ptr());
        assert_eq!(to_pyo3.as_ptr(), pointer);
        assert_eq!(to_gilref.as_ptr(), pointer);
        assert_eq!(inner.as_ptr(), pointer);
        assert!(any.is(&into_any));

        // SAFETY: `into_ptr` gave up this reference.
        drop(unsafe { Bound::from_owned_ptr(py, pointer) });
        drop((to_pyo3, to_gilref, inner, any, into_any));
        assert_eq!(count(&owner), 1);
    });
}

#[test]
fn a_reference_to_it_goes_where_pyo3s_does() {
    fn takes<'a, T: 'a>(object: impl Into<Option<&'a pyo3::Py<T>>>) -> usize {
        object.into().map_or(0, |object| object.as_ptr().addr())
    }
    attached(|py| {
        let ours = Py::from(object(py));
        let address = ours.as_ptr().addr();
        let some = Some(ours.clone_ref(py));

        assert_eq!(takes(&ours), address);
        assert_eq!(takes(some.as_deref()), address);
        assert_eq!(takes::<PyAny>(None), 0);
        assert!(AsRef::<pyo3::Py<PyAny>>::as_ref(&ours).is(&ours));
        assert_eq!(format!("{ours:?}"), format!("{:?}", &*ours));
    });
}

#[test]
fn it_is_extracted_where_the_type_is_right_and_refused_in_pyo3s_words() {
    attached(|py| {
        let list = PyList::new(py, [1, 2]).unwrap();

        let ours: Py<PyList> = list.extract().unwrap();
        let refused = list.extract::<Py<PyDict>>().unwrap_err();

        assert_eq!(ours.bind(py).len(), 2);
        let refused = pyo3::PyErr::from(refused);
        let theirs = pyo3::PyErr::from(list.extract::<pyo3::Py<PyDict>>().unwrap_err());
        assert!(refused.is_instance_of::<PyTypeError>(py));
        assert_eq!(refused.to_string(), theirs.to_string());

        assert!((&ours).into_pyobject(py).is_ok_and(|back| back.is(&list)));
        assert!(ours.into_pyobject(py).is_ok_and(|back| back.is(&list)));
        assert_eq!(count(&list), 1);
    });
}

#[test]
fn a_once_lock_holds_it() {
    static KEPT: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    attached(|py| {
        let kept = KEPT.get_or_init(py, || object(py).into());
        assert!(kept.is(KEPT.get(py).unwrap()));
    });
}

#[test]
fn a_detached_drop_waits_in_gilrefs_pool() {
    gilref::Python::initialize();
    gilref::Python::attach(|py| {
        let py = Python::from(py);
        let owner = object(py);
        let ours: Py<PyAny> = Py::from(&owner);
        let deferred = pool::stats().deferred;

        thread::spawn(move || drop(ours)).join().unwrap();

        assert!(pool::stats().deferred > deferred);
        if cfg!(not(gilref_disable_reference_pool)) {
            pool::drain(py);
            assert_eq!(count(&owner), 1);
        }
    });
}

/// Each place of a class where a reference goes.
#[pyclass]
#[derive(GilClone)]
struct Node {
    #[pyo3(get, set)]
    value: Py<PyAny>,
    #[pyo3(get, set)]
    next: Option<Py<Node>>,
    #[pyo3(get, set)]
    children: Vec<Py<Node>>,
    #[pyo3(get, set)]
    named: HashMap<String, Py<PyAny>>,
}

#[pymethods]
impl Node {
    #[new]
    fn new(value: Py<PyAny>) -> Self {
        Node {
            value,
            next: None,
            children: Vec::new(),
            named: HashMap::new(),
        }
    }

    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        Some(self.value.clone_ref(py))
    }

    fn itself(slf: PyRef<'_, Self>) -> Py<Self> {
        slf.into()
    }

    fn itself_changed(mut slf: PyRefMut<'_, Self>) -> Py<Self> {
        slf.named.clear();
        slf.into()
    }

    #[pyo3(signature = (list, first=None))]
    fn arguments(
        &self,
        py: Python<'_>,
        list: Py<PyList>,
        first: Option<Py<Node>>,
    ) -> PyResult<Py<PyList>> {
        if let Some(first) = first {
            list.bind(py).append(first)?;
        }
        list.bind(py).append(&self.value)?;
        Ok(list)
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.value)?;
        visit.call(self.next.as_deref())?;
        for child in &self.children {
            visit.call(child)?;
        }
        for object in self.named.values() {
            visit.call(object)?;
        }
        Ok(())
    }

    fn __clear__(&mut self, py: Python<'_>) {
        self.value = py.None().into();
        self.next = None;
        self.children.clear();
        self.named.clear();
    }
}

/// PyO3 reads a `pyo3::Py` of a frozen class without a getter. Not this one.
#[pyclass(frozen, get_all)]
struct Frozen {
    value: Py<PyAny>,
}

#[pymethods]
impl Frozen {
    #[new]
    fn new(value: Py<PyAny>) -> Self {
        Frozen { value }
    }
}

/// Runs `code` with the classes. Panics with Python's own words.
fn run(code: &std::ffi::CStr) {
    attached(|py| {
        let globals = PyDict::new(py);
        globals.set_item("Node", py.get_type::<Node>()).unwrap();
        globals.set_item("Frozen", py.get_type::<Frozen>()).unwrap();
        if let Err(error) = py.run(code, Some(&globals), None) {
            error.print(py);
            panic!("Python raised");
        }
    });
}

#[test]
fn a_class_gets_sets_takes_and_returns_it() {
    run(c"
import sys
value = object()
node = Node(value)
assert node.value is value and Frozen(value).value is value
node.value = other = object()
assert node.value is other and sys.getrefcount(value) == 2
node.next = child = Node(1)
node.children = [child, node]
node.named = {'child': child}
assert node.next is child and node.children == [child, node] and node.named == {'child': child}
node.next = None
assert node.next is None
try:
    node.next = 1
except TypeError:
    pass
else:
    raise AssertionError
assert node.itself() is node and iter(node) is node and next(node) is other
assert node.itself_changed() is node and node.named == {}
items = []
assert node.arguments(items, node) is items and items == [node, other]
assert node.arguments(items, first=None) is items and items == [node, other, other]
");
}

#[test]
fn a_cycle_through_a_class_is_visited_and_cleared() {
    run(c"
import gc, weakref
class Value: pass
value = Value()
node = Node(value)
node.next = node
node.children = [node]
node.named = {'node': node}
value.node = node
gone = weakref.ref(value)
gc.collect()
assert gone() is value
del value, node
gc.collect()
assert gone() is None
");
}

#[test]
fn a_class_is_made_and_cloned_with_a_token_of_either_crate() {
    attached(|py| {
        let owner = object(py);
        let node = Py::new(py, Node::new(Py::from(&owner))).unwrap();
        let other = Py::new(gilref::Python::from(py), Node::new(Py::from(&owner))).unwrap();
        assert_eq!(count(&owner), 3);

        let copy = node.borrow(py).clone_ref(gilref::Python::from(py));
        assert_eq!(count(&owner), 4);
        assert!(copy.value.is(&node.bind(py).borrow().value));
        node.borrow_mut(py).next = Some(other);

        drop((node, copy));
        assert_eq!(count(&owner), 1);
    });
}
