//! What was migrated does what it did, and counts every reference.

use gilref_migrating::{from_arc, from_attaching_clone, from_own_trait, from_py_clone, tokens};
use pyo3::ffi::c_str;
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// Runs Python code with the classes of `from_py_clone` at hand.
fn run<Job: pyo3::PyClass, Schedule: pyo3::PyClass>(py: Python<'_>, code: &std::ffi::CStr) {
    let globals = PyDict::new(py);
    globals.set_item("Job", py.get_type::<Job>()).unwrap();
    globals
        .set_item("Schedule", py.get_type::<Schedule>())
        .unwrap();
    py.run(code, Some(&globals), None).unwrap();
}

const JOBS: &std::ffi::CStr = c_str!(
    "
import copy, sys

late, seen = object(), []
job = Job('a name', seen.append, Schedule(late))
assert job.schedule.on_late is late

before = sys.getrefcount(late)
copied = copy.copy(job)
assert sys.getrefcount(late) == before + 1 and copied.schedule.on_late is late
del copied
assert sys.getrefcount(late) == before
"
);

const ON_THREADS: &std::ffi::CStr = c_str!(
    "
import sys

late, seen = object(), []
job = Job('a name', seen.append, Schedule(late))
before = sys.getrefcount(late)
job.run_on_threads(4)
assert seen == ['a name'] * 4
assert sys.getrefcount(late) == before
"
);

#[test]
fn jobs_are_copied_and_run_on_threads() {
    use from_py_clone::after::{Job, Schedule};
    Python::attach(|py| {
        run::<Job, Schedule>(py, JOBS);
        run::<Job, Schedule>(py, ON_THREADS);
    });
}

#[cfg(feature = "py-clone")]
#[test]
fn before_the_migration_a_job_panicked_on_its_way_to_a_thread() {
    use from_py_clone::before::{Job, Schedule};
    const PANICS: &std::ffi::CStr = c_str!(
        "
try:
    Job('a name', print, Schedule(None)).run_on_threads(4)
except BaseException as error:
    assert type(error).__name__ == 'PanicException', error
    assert 'without the thread being attached' in str(error), error
else:
    raise AssertionError('it did not panic')
"
    );
    Python::attach(|py| {
        run::<Job, Schedule>(py, JOBS);
        run::<Job, Schedule>(py, PANICS);
    });
}

fn collector(py: Python<'_>) -> (Bound<'_, PyAny>, Py<PyAny>) {
    let seen = py.eval(c"[]", None, None).unwrap();
    let globals = PyDict::new(py);
    globals.set_item("seen", &seen).unwrap();
    let callback = py.eval(c"lambda *args: seen.append(args)", Some(&globals), None);
    (seen, callback.unwrap().unbind())
}

#[test]
fn a_bus_publishes_as_before() {
    Python::attach(|py| {
        let (seen, callback) = collector(py);
        let (topic, counted) = ("news".to_owned(), callback.clone_ref(py));

        let before = from_arc::before::Bus {
            listeners: vec![from_arc::before::Listener {
                topic: topic.clone(),
                callback: callback.clone_ref(py).into(),
            }],
        };
        let thread = before.publish("before");
        py.detach(|| thread.join()).unwrap().unwrap();
        drop(before);

        let after = from_arc::after::Bus {
            listeners: vec![from_arc::after::Listener { topic, callback }],
        };
        let thread = after.publish(py, "after");
        py.detach(|| thread.join()).unwrap().unwrap();
        drop(after);

        assert_eq!(seen.to_string(), "[('news', 'before'), ('news', 'after')]");
        assert_eq!(gilref::Py::from(counted).refcnt(py), 1);
    });
}

#[test]
fn handlers_are_copied_as_before() {
    Python::attach(|py| {
        let (_, callback) = collector(py);
        let counted = gilref::Py::from(callback.clone_ref(py));

        let options = vec![callback.clone_ref(py)];
        let before = from_attaching_clone::before::Handler {
            path: "/".into(),
            callback: callback.clone_ref(py),
            options,
        };
        let copies = from_attaching_clone::before::start(&before);
        assert_eq!((copies.len(), counted.refcnt(py)), (4, 2 + 2 + 2 * 4));
        assert_eq!(
            from_attaching_clone::before::renamed(&before, "/new").path,
            "/new"
        );
        drop((before, copies));

        let options = vec![callback.clone_ref(py)];
        let after = from_attaching_clone::after::Handler {
            path: "/".into(),
            callback,
            options,
        };
        let copies = from_attaching_clone::after::start(&after, py);
        assert_eq!((copies.len(), counted.refcnt(py)), (4, 1 + 2 + 2 * 4));
        assert_eq!(copies[3].path, "/");
        assert_eq!(
            from_attaching_clone::after::renamed(&after, "/new", py).path,
            "/new"
        );
        drop((after, copies));

        assert_eq!(counted.refcnt(py), 1);
    });
}

#[test]
fn rules_are_copied_as_before() {
    Python::attach(|py| {
        let (_, check) = collector(py);
        let counted = gilref::Py::from(check.clone_ref(py));

        let before = from_own_trait::before::Rule {
            name: "a".into(),
            level: from_own_trait::before::Level::High,
            check: Some(check.clone_ref(py)),
            extra: [("b".to_owned(), check.clone_ref(py))].into(),
        };
        let copies = from_own_trait::before::fan_out(&before, 3, py);
        assert_eq!((copies.len(), counted.refcnt(py)), (3, 2 + 2 + 2 * 3));
        drop((before, copies));

        let after = from_own_trait::after::Rule {
            name: "a".into(),
            level: from_own_trait::after::Level::Low,
            check: Some(check.clone_ref(py)),
            extra: [("b".to_owned(), check)].into(),
        };
        let copies = from_own_trait::after::fan_out(&after, 3, py);
        assert_eq!((copies.len(), counted.refcnt(py)), (3, 1 + 2 + 2 * 3));
        assert_eq!(copies[2].name, "a");
        assert!(matches!(copies[2].level, from_own_trait::after::Level::Low));
        drop((after, copies));

        assert_eq!(counted.refcnt(py), 1);
    });
}

#[test]
fn a_queue_gives_its_callbacks_and_runs_them() {
    use tokens::after::{Job, Queue, repeat, run_all};
    Python::attach(|py| {
        let (seen, callback) = collector(py);
        let counted = gilref::Py::from(callback.clone_ref(py));
        let job = Job {
            name: "a".into(),
            callback,
        };
        job.run().unwrap();
        assert_eq!(job.with_name_of(&seen).unwrap().name, "[()]");

        let queue = Queue::new(repeat(&job, 2, py));
        assert_eq!(queue.callbacks(py).count(), 2);
        run_all(&queue).unwrap();

        assert_eq!(seen.to_string(), "[(), (), ()]");
        drop((job, queue));
        assert_eq!(counted.refcnt(py), 1);
    });
}

#[cfg(feature = "py-clone")]
#[test]
fn before_the_migration_a_queue_did_the_same() {
    use tokens::before::{Job, Queue, repeat, run_all};
    Python::attach(|py| {
        let (seen, callback) = collector(py);
        let job = Job {
            name: "a".into(),
            callback,
        };
        job.run().unwrap();
        assert_eq!(job.with_name_of(&seen).unwrap().name, "[()]");
        run_all(&Queue::new(repeat(&job, 2))).unwrap();
        assert_eq!(seen.to_string(), "[(), (), ()]");
    });
}
