//! In the `__traverse__` of a PyO3 class no count may change: attaching is refused there, and a
//! drop is deferred.
#![cfg(not(gilref_disable_reference_pool))]

mod common;

use std::panic::catch_unwind;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use common::{assert_success, in_child};
use gilref::{AttachError, for_pyo3, pool};
use pyo3::prelude::{PyAnyMethods, PyDictMethods, PyListMethods};
use pyo3::types::{PyDict, PyList};
use pyo3::{Bound, PyAny, PyTraverseError, PyVisit, Python, pyclass, pymethods};

/// What safe code does in `__traverse__`, and in `__del__`.
#[pyclass(subclass)]
struct Node {
    in_traverse: fn(&Held),
    held: Held,
}

#[derive(Default)]
struct Held(Mutex<Vec<Reference>>);

#[allow(dead_code, reason = "there to be dropped")]
enum Reference {
    ForPyO3(for_pyo3::Py<PyAny>),
    Gilref(gilref::Py<gilref::types::PyAny>),
}

impl Reference {
    fn both(object: Bound<'_, PyAny>) -> [Self; 2] {
        let gilrefs = object.clone().unbind().into();
        [Self::ForPyO3(object.unbind().into()), Self::Gilref(gilrefs)]
    }
}

#[pymethods]
impl Node {
    #[new]
    fn new(object: Bound<'_, PyAny>) -> Self {
        Node {
            in_traverse: |held| held.0.lock().unwrap().clear(),
            held: Held(Mutex::new(Reference::both(object).into())),
        }
    }

    fn __traverse__(&self, _visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        (self.in_traverse)(&self.held);
        Ok(())
    }
}

/// Makes collections of many nodes, each of which drops what it holds when it is first visited.
const COLLECT: &std::ffi::CStr = c"
import gc
gc.disable()
class C: pass
for turn in range(10):
    keep = []
    for i in range(200):
        keep.append([C(), Node([C(), {i: [i]}, [[] for _ in range(5)]]), C()])
    gc.collect()
    keep = None
    gc.collect()
";

fn run(py: Python<'_>, code: &std::ffi::CStr) {
    let globals = PyDict::new(py);
    globals.set_item("Node", py.get_type::<Node>()).unwrap();
    if let Err(error) = py.run(code, Some(&globals), None) {
        error.print(py);
        panic!("Python raised");
    }
}

/// Both references of each node.
fn assert_all_are_deferred() {
    assert_eq!(deferred(), 10 * 200 * 2);
}

fn deferred() -> u64 {
    pool::stats().deferred
}

#[track_caller]
fn ends_well(name: &str, case: fn()) {
    assert_success(&in_child(name, case));
}

#[test]
fn a_drop_in_traverse_is_deferred() {
    ends_well("a_drop_in_traverse_is_deferred", || {
        gilref::Python::initialize();
        pool::set_nudge(false);
        for_pyo3::attach(|py| run(py, COLLECT));
        assert_all_are_deferred();
        for_pyo3::attach(|_| assert_eq!(pool::stats().pending, 0));
    });
}

/// Nobody has called gilref yet.
#[test]
fn a_drop_in_traverse_is_deferred_where_gilref_knows_of_no_interpreter() {
    ends_well(
        "a_drop_in_traverse_is_deferred_where_gilref_knows_of_no_interpreter",
        || {
            Python::initialize();
            pool::set_nudge(false);
            Python::attach(|py| run(py, COLLECT));
            assert_all_are_deferred();
        },
    );
}

#[test]
fn a_drop_in_traverse_is_deferred_when_somebody_has_emptied_the_list_of_callbacks() {
    ends_well(
        "a_drop_in_traverse_is_deferred_when_somebody_has_emptied_the_list_of_callbacks",
        || {
            gilref::Python::initialize();
            pool::set_nudge(false);
            for_pyo3::attach(|py| {
                py.run(c"import gc; gc.callbacks.clear()", None, None)
                    .unwrap();
                run(py, COLLECT);
            });
            assert_all_are_deferred();
        },
    );
}

/// Python goes through the list by position: where one callback takes itself out, the next is not called.
#[test]
fn a_drop_in_traverse_is_deferred_when_an_earlier_callback_takes_itself_out_of_the_list() {
    ends_well(
        "a_drop_in_traverse_is_deferred_when_an_earlier_callback_takes_itself_out_of_the_list",
        || {
            Python::initialize();
            pool::set_nudge(false);
            let code = c"
import gc
gc.disable()
def once(phase, info):
    if armed:
        gc.callbacks.remove(once)
armed = False
gc.callbacks.append(once)
";
            Python::attach(|py| py.run(code, None, None).unwrap());
            // Registers gilref's callback.
            for_pyo3::attach(|_| ());
            Python::attach(|py| {
                py.run(c"armed = True", None, None).unwrap();
                run(py, COLLECT);
            });
            assert_all_are_deferred();
        },
    );
}

/// The callback is registered while a collection goes on whose beginning it has not seen. The
/// finalizer resurrects, so that the collector visits once more, and finds something to drop only
/// then.
#[test]
fn a_drop_in_traverse_is_deferred_when_a_finalizer_was_the_first_to_attach() {
    static WATCHED: AtomicUsize = AtomicUsize::new(0);
    static REFILL: Mutex<Vec<Reference>> = Mutex::new(Vec::new());

    fn in_traverse(_: &Held) {
        if WATCHED.load(Ordering::Relaxed) > 0 {
            VISITS.fetch_add(1, Ordering::Relaxed);
            REFILL.lock().unwrap().clear();
        }
    }

    #[pyclass]
    struct Finalizer;

    #[pymethods]
    impl Finalizer {
        fn __call__(&self) {
            gilref::Python::initialize();
            WATCHED.fetch_add(1, Ordering::Relaxed);
        }
    }

    ends_well(
        "a_drop_in_traverse_is_deferred_when_a_finalizer_was_the_first_to_attach",
        || {
            Python::initialize();
            pool::set_nudge(false);
            Python::attach(|py| {
                let held = Held::default();
                let node = Bound::new(py, Node { in_traverse, held }).unwrap();
                *REFILL.lock().unwrap() =
                    Reference::both(py.eval(c"{}", None, None).unwrap()).into();
                let globals = PyDict::new(py);
                globals.set_item("node", node).unwrap();
                globals
                    .set_item("finalizer", Bound::new(py, Finalizer).unwrap())
                    .unwrap();
                let code = c"
import gc
gc.collect()
class C:
    def __del__(self):
        finalizer()
        resurrected.append(self)
resurrected = []
c = C()
c.cycle, c.node = c, node
del node, c
gc.collect()
assert len(resurrected) == 1
";
                py.run(code, Some(&globals), None).unwrap();
            });
            assert!(VISITS.load(Ordering::Relaxed) > 0);
            assert_eq!(deferred(), 2);
        },
    );
}

static VISITS: AtomicUsize = AtomicUsize::new(0);

/// A node that is visited once and does `in_traverse`.
fn visit(py: Python<'_>, in_traverse: fn(&Held)) {
    let held = Held::default();
    let node = Bound::new(py, Node { in_traverse, held }).unwrap();
    let gc = py.import("gc").unwrap();
    gc.call_method0("collect").unwrap();
    drop(node);
}

#[test]
fn attaching_in_traverse_is_refused() {
    fn in_traverse(_: &Held) {
        assert!(!gilref::Python::is_attached());
        let refused = Err(AttachError::Traversing);
        assert_eq!(gilref::Python::try_attach(|_| ()), refused);
        assert_eq!(for_pyo3::try_attach(|_| ()), refused);
        let attaches: [fn(); 3] = [
            || gilref::Python::attach(|_| ()),
            || for_pyo3::attach(|_| ()),
            || drop(gilref::Python::keep_thread_state()),
        ];
        for attach in attaches {
            let panic = catch_unwind(attach).unwrap_err();
            let words = panic.downcast::<String>().unwrap();
            assert_eq!(*words, AttachError::Traversing.to_string());
        }
        // Does nothing.
        gilref::Python::initialize();
        // PyO3 swallows a panic in `__traverse__`.
        VISITS.fetch_add(1, Ordering::Relaxed);
    }
    ends_well("attaching_in_traverse_is_refused", || {
        gilref::Python::initialize();
        for_pyo3::attach(|py| visit(py, in_traverse));
        assert!(VISITS.load(Ordering::Relaxed) > 0);
        // As before.
        for_pyo3::attach(|py| assert!(py.run(c"1", None, None).is_ok()));
    });
}

/// No callback of `gc` is called for it. PyO3 knows.
#[test]
fn attaching_for_pyo3_is_refused_where_traverse_is_called_outside_of_a_collection() {
    fn in_traverse(_: &Held) {
        assert_eq!(for_pyo3::try_attach(|_| ()), Err(AttachError::Traversing));
        VISITS.fetch_add(1, Ordering::Relaxed);
    }
    ends_well(
        "attaching_for_pyo3_is_refused_where_traverse_is_called_outside_of_a_collection",
        || {
            gilref::Python::initialize();
            for_pyo3::attach(|py| {
                let held = Held::default();
                let node = Bound::new(py, Node { in_traverse, held }).unwrap();
                let gc = py.import("gc").unwrap();
                gc.call_method1("get_referents", (&node,)).unwrap();
                gc.call_method1("get_referrers", (PyList::empty(py),))
                    .unwrap();
            });
            assert!(VISITS.load(Ordering::Relaxed) >= 2);
        },
    );
}

/// In a collection, but not in `__traverse__`; and on another thread meanwhile.
#[test]
fn a_finalizer_in_a_collection_drops_and_attaches_as_ever() {
    #[pyclass]
    struct Finalized {
        other: Option<gilref::Py<gilref::types::PyAny>>,
    }

    impl Drop for Finalized {
        fn drop(&mut self) {
            VISITS.fetch_add(1, Ordering::Relaxed);
            assert!(gilref::Python::is_attached());
            gilref::Python::attach(|py| {
                let object = py.eval("object()", None, None).unwrap().unbind();
                drop(object.clone_ref(py));
                assert_eq!(object.refcnt(py), 1);
                let shared = self.other.take().unwrap();
                let copy = shared.clone_ref(py);
                py.detach(|| {
                    let drops = || for_pyo3::attach(|_| drop(copy));
                    thread::spawn(drops).join().unwrap();
                });
                assert_eq!(shared.refcnt(py), 1);
            });
        }
    }

    ends_well(
        "a_finalizer_in_a_collection_drops_and_attaches_as_ever",
        || {
            gilref::Python::initialize();
            for_pyo3::attach(|py| {
                let other = py.eval(c"object()", None, None).unwrap().unbind().into();
                let other = Some(other);
                let cycle = PyList::empty(py);
                cycle.append(&cycle).unwrap();
                cycle
                    .append(Bound::new(py, Finalized { other }).unwrap())
                    .unwrap();
                let deferred = deferred();
                drop(cycle);
                py.import("gc").unwrap().call_method0("collect").unwrap();
                assert_eq!(VISITS.load(Ordering::Relaxed), 1);
                assert_eq!(pool::stats().deferred, deferred);
            });
        },
    );
}

#[test]
fn one_callback_is_registered_however_often_the_exit_is() {
    ends_well(
        "one_callback_is_registered_however_often_the_exit_is",
        || {
            gilref::Python::initialize();
            let callbacks = |py: Python<'_>| {
                let gc = py.import("gc").unwrap();
                gc.getattr("callbacks").unwrap().len().unwrap()
            };
            let before = for_pyo3::attach(callbacks);
            for_pyo3::attach(|py| {
                py.run(c"import atexit; atexit._clear()", None, None)
                    .unwrap();
            });
            assert_eq!(for_pyo3::attach(callbacks), before);
        },
    );
}

/// The last collections are made when nobody calls callbacks any more.
#[test]
fn a_drop_in_traverse_at_the_end_is_deferred() {
    ends_well("a_drop_in_traverse_at_the_end_is_deferred", || {
        gilref::Python::initialize();
        for_pyo3::attach(|py| {
            let main = py.import("__main__").unwrap();
            main.setattr("Node", py.get_type::<Node>()).unwrap();
            let code = c"import gc
gc.disable()
class C: pass
keep = []
for i in range(2000):
    node = Node([C(), {i: [i]}])
    cycle = [C(), node, C()]
    cycle.append(cycle)
    keep.append(cycle)
";
            py.run(code, None, None).unwrap();
        });
        common::finalize();
        // Both references of each node: nobody is left to release them later.
        assert_eq!(pool::stats().leaked, 2 * 2000);
    });
}
