//! An extension module for tests. Copied to `one.so` and `other.so` it is two modules, each with a
//! gilref of its own.

mod late;
mod module;

use gilref::types::PyAny;
use gilref::{Bound, Py, PyResult, Python, pool};

/// Calls `function` attached, inside a `detach`, and holds what is true of each.
fn bounce<'py>(py: Python<'py>, function: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let reference = function.clone().unbind();
    let function = function.clone().unbind();
    let result = py.detach(|| {
        assert!(!Python::is_attached());
        let result = Python::attach(|py| {
            let result = function.bind(py).call0();
            assert!(Python::is_attached());
            result.map(Bound::unbind)
        });
        assert!(!Python::is_attached());
        let before = pool::stats().deferred;
        drop(reference);
        assert!(pool::stats().deferred > before, "released while detached");
        result
    });
    assert!(Python::is_attached());
    Ok(result?.into_bound(py))
}

/// Leaves a reference to `object` in the pool.
fn drop_on_a_thread<'py>(
    py: Python<'py>,
    object: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let reference = object.clone().unbind();
    // Not detached: the end of that would drain.
    std::thread::spawn(|| drop(reference))
        .join()
        .expect("a drop does not panic");
    Ok(py.none())
}

/// An object that drops its reference to `object` detached when it is destroyed.
fn holder<'py>(py: Python<'py>, object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    module::capsule(py, object.clone().unbind(), |py, held: Py<PyAny>| {
        py.detach(|| drop(held));
    })
}
