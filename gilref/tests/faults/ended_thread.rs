//! Threads that CPython ends, up to 3.13.7 by unwinding their stacks: while they run Python code, the
//! interpreter is finalized. Where gilref has called that code, it parks them. Later versions park them
//! themselves.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use gilref::types::{PyAny, PyDict, PyList, PyType};
use gilref::{Bound, GilDrop, PyErr, Python};

use crate::common::finalize;
use crate::{ends_well, until};

/// How many threads have got into the code that does not return.
static RUNNING: AtomicUsize = AtomicUsize::new(0);
/// How many values have been dropped that a caller held, because a call has returned or was unwound.
static CAME_OUT: AtomicUsize = AtomicUsize::new(0);

/// A value that a caller of gilref holds.
struct Held;

impl Drop for Held {
    fn drop(&mut self) {
        CAME_OUT.fetch_add(1, Ordering::Relaxed);
    }
}

/// Every special method of `Endless` lets go of the GIL and takes it, for ever. So does the destructor of
/// `Last`. In the middle of the finalization `late` lets go of the GIL, so that these threads are ended
/// before anything else happens. It is kept by `sys`: their frames keep the rest.
const CLASSES: &str = "
import sys, threading, time
local = threading.local()
def forever(*args):
    running()
    while True:
        time.sleep(0.001)
names = '''getattr setattr call str repr bool eq len getitem setitem delitem contains iter next hash index
    float'''
class Meta(type):
    __instancecheck__ = __subclasscheck__ = forever
class Endless(metaclass=Meta):
    pass
for name in names.split():
    setattr(Endless, f'__{name}__', forever)
class Iterator:
    __next__ = forever
    def __iter__(self):
        return self
class Last:
    __del__ = forever
class Error(Exception):
    __init__ = forever
class Unprintable(Exception):
    __str__ = forever
class Finder:
    def find_spec(self, name, *args):
        if name == 'endless_import':
            forever()
sys.meta_path.insert(0, Finder())
class Late:
    def __del__(self, sleep=time.sleep):
        sleep(0.1)
sys.late = Late()
";

fn start() {
    fn running(_: Python<'_>) {
        RUNNING.fetch_add(1, Ordering::Relaxed);
    }
    Python::initialize();
    Python::attach(|py| {
        let main = py.import("__main__").unwrap();
        main.add("running", crate::native::function(py, running))
            .unwrap();
        py.run(CLASSES, None, None).unwrap();
    });
}

fn until_running(threads: usize) {
    until(|| RUNNING.load(Ordering::Relaxed) == threads);
}

/// Finalizes the interpreter when so many threads are running.
fn end_with_nothing_dropped(threads: usize) {
    until_running(threads);
    assert_eq!(CAME_OUT.load(Ordering::Relaxed), 0);
    finalize();
    // For a thread that comes out, which none must: there is nothing to wait for.
    let end = Instant::now() + Duration::from_millis(200);
    while Instant::now() < end {
        assert_eq!(CAME_OUT.load(Ordering::Relaxed), 0);
        thread::yield_now();
    }
}

type Object<'a, 'py> = &'a Bound<'py, PyAny>;
type Call = for<'a, 'py> fn(Python<'py>, Object<'a, 'py>);

/// Each call of gilref's that may run Python code; most are given an `Endless`.
const CALLS: &[(&str, Call)] = &[
    ("Endless()", |_, object| _ = object.call0()),
    ("Endless()", |_, object| _ = object.call1(())),
    ("Endless()", |_, object| _ = object.getattr("attribute")),
    ("Endless()", |_, object| _ = object.hasattr("attribute")),
    ("Endless()", |_, object| _ = object.setattr("attribute", 1)),
    ("Endless()", |_, object| _ = object.str()),
    ("Endless()", |_, object| _ = object.repr()),
    ("Endless()", |_, object| _ = object.is_truthy()),
    ("Endless()", |_, object| _ = object.eq(1)),
    ("Endless()", |_, object| _ = object.len()),
    ("Endless()", |_, object| _ = object.get_item(1)),
    ("Endless()", |_, object| _ = object.set_item(1, 1)),
    ("Endless()", |_, object| _ = object.del_item(1)),
    ("Endless()", |_, object| _ = object.contains(1)),
    ("Endless()", |_, object| _ = object.iter()),
    ("Iterator()", |_, object| _ = object.iter().unwrap().next()),
    ("Endless()", |_, object| _ = object.extract::<i64>()),
    ("Endless()", |_, object| _ = object.extract::<u128>()),
    ("Endless()", |_, object| _ = object.extract::<f64>()),
    ("Endless()", |py, object| {
        _ = PyDict::new(py).set_item(object, 1);
    }),
    ("Endless()", |py, object| {
        _ = PyDict::new(py).get_item(object);
    }),
    ("Endless", |py, object| _ = py.none().is_instance(object)),
    ("Endless", |py, object| {
        _ = py.none().get_type().is_subclass(object);
    }),
    ("forever", |py, object| {
        let globals = PyDict::new(py);
        globals.set_item("forever", object).unwrap();
        _ = py.run("forever()", Some(&globals), None);
    }),
    ("0", |py, _| _ = py.import("endless_import")),
    ("Error", |_, object| {
        let class = object.cast::<PyType>().unwrap();
        drop(PyErr::new(class, "message"));
    }),
    ("Unprintable()", |_, object| {
        drop(PyErr::from_value(object.clone()));
    }),
    // The last references.
    ("Last", |_, object| drop(object.call0().unwrap())),
    ("Last", |_, object| drop(object.call0().unwrap().unbind())),
    ("Last", |py, object| {
        object.call0().unwrap().unbind().drop_ref(py);
    }),
    ("Last", |py, object| {
        vec![object.call0().unwrap().unbind()].drop_ref(py);
    }),
    #[cfg(feature = "pyo3")]
    ("Last", |py, object| {
        use gilref::for_pyo3;
        for_pyo3::Py::<pyo3::PyAny>::from(object.call0().unwrap().unbind()).drop_ref(py);
    }),
    ("Last", |py, object| {
        let list = PyList::new(py, [object.call0().unwrap()]).unwrap();
        _ = list.set_item(0, 1);
    }),
];

#[test]
fn nothing_that_a_caller_holds_is_dropped() {
    ends_well(
        "ended_thread::nothing_that_a_caller_holds_is_dropped",
        || {
            start();
            for &(expression, call) in CALLS {
                thread::spawn(move || {
                    let _held = Held;
                    Python::attach(|py| {
                        let _held = Held;
                        let object = py.eval(expression, None, None).unwrap();
                        call(py, &object);
                    });
                });
            }
            end_with_nothing_dropped(CALLS.len());
        },
    );
}

#[test]
fn nothing_is_dropped_where_the_thread_state_is_destroyed() {
    ends_well(
        "ended_thread::nothing_is_dropped_where_the_thread_state_is_destroyed",
        || {
            start();
            thread::spawn(move || {
                let _held = Held;
                // The value is destroyed at the end of the attach.
                Python::attach(|py| py.run("local.last = Last()", None, None)).unwrap();
            });
            end_with_nothing_dropped(1);
        },
    );
}

/// From 3.13.8 on the thread is parked where it waits for the GIL, and what it has in hand stays there.
#[cfg(not(Py_3_14))]
#[test]
fn what_a_drain_has_not_released_is_put_back() {
    use crate::common::object;
    use gilref::pool;

    const REST: u64 = 10;
    /// Called in the middle of the finalization. The end of a `detach` drains.
    fn drain_what_is_put_back(py: Python<'_>) {
        until(|| {
            py.detach(thread::yield_now);
            pool::stats().released > 0
        });
    }
    ends_well(
        "ended_thread::what_a_drain_has_not_released_is_put_back",
        || {
            start();
            let is_unwound = |py: Python<'_>| {
                let version = py.eval("sys.version_info < (3, 13, 8)", None, None)?;
                version.extract::<bool>()
            };
            if !Python::attach(is_unwound).unwrap() {
                return;
            }
            let dropped = Python::attach(|py| {
                let late = crate::native::with_destructor(py, drain_what_is_put_back);
                py.import("sys").unwrap().add("late", late).unwrap();
                let last = py.eval("Last()", None, None).unwrap().unbind();
                let rest: Vec<_> = (0..REST).map(|_| object(py)).collect();
                (last, rest)
            });
            drop(dropped);
            thread::spawn(|| Python::attach(|_| ()));
            until_running(1);
            finalize();
            assert_eq!(pool::stats().released, REST);
        },
    );
}
