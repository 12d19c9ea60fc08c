//! The same promises with gilref's tokens and references, and with PyO3's.

use std::thread;

use gilref::{GilClone, GilToken};
use topics::Topics;

/// `count` tells how many references there are to the object of a `T`, or a constant more.
fn copies_are_new_references<'py, T: GilClone>(
    value: T,
    py: impl GilToken<'py>,
    count: impl Fn(&T) -> isize,
) {
    let kept = value.clone_ref(py);
    let before = count(&kept);
    let mut topics = Topics::default();
    topics.subscribe("start", value);

    let copies = topics.subscribers("start", py);
    let all = topics.clone_ref(py);

    assert_eq!(copies.len(), 1);
    assert_eq!(count(&kept), before + 2);
    assert!(all.subscribers("stop", py).is_empty());
    drop((copies, all));
    assert_eq!(count(&kept), before);
}

#[test]
fn copies_are_new_references_of_gilref() {
    use gilref::{Py, Python, types::PyAny};
    Python::initialize();
    Python::attach(|py| {
        let object: Py<PyAny> = py.eval("object()", None, None).unwrap().unbind();
        copies_are_new_references(object, py, |object| object.refcnt(py));
    });
}

#[test]
fn copies_are_new_references_of_pyo3() {
    use pyo3::prelude::*;
    Python::initialize();
    Python::attach(|py| {
        let object: Py<PyAny> = py.eval(c"object()", None, None)?.unbind();
        let getrefcount = py.import("sys")?.getattr("getrefcount")?;
        copies_are_new_references(object, py, |object| {
            getrefcount.call1((object,)).unwrap().extract().unwrap()
        });
        Ok::<_, PyErr>(())
    })
    .unwrap();
}

#[test]
fn the_callers_own_token_comes_back_to_it() {
    use pyo3::prelude::*;
    Python::initialize();
    Python::attach(|py| -> PyResult<()> {
        let list: Py<PyAny> = py.eval(c"[]", None, None)?.unbind();
        let mut topics = Topics::default();
        topics.subscribe("start", list.clone_ref(py));
        topics.publish("start", py, |list: &Py<PyAny>, py| {
            list.call_method1(py, "append", (1,)).map(drop)
        })?;
        assert_eq!(list.bind(py).len()?, 1);
        Ok(())
    })
    .unwrap();
}

#[test]
fn a_thread_that_attaches_can_be_waited_for() {
    gilref::Python::initialize();
    gilref::Python::attach(|py| {
        let thread = thread::spawn(|| gilref::Python::attach(|_| 7));
        assert_eq!(topics::join(thread, py).unwrap(), 7);
    });
}
