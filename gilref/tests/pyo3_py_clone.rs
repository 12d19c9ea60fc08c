//! With PyO3's `py-clone` somewhere in the build: `pyo3::Py` is `Clone`, and gilref never uses it.

use std::panic;

use gilref::{AttachClone, GilClone, GilToken};

type TheirPy = pyo3::Py<pyo3::PyAny>;

fn object() -> TheirPy {
    gilref::Python::initialize();
    pyo3::Python::attach(|py| py.eval(c"object()", None, None).unwrap().unbind())
}

#[derive(GilClone)]
struct Derived {
    object: TheirPy,
}

#[derive(GilClone)]
struct Plainly {
    #[gil_clone(clone)]
    object: TheirPy,
}

#[test]
fn a_derived_clone_works_under_an_attach_that_only_gilref_made() {
    let original = Derived { object: object() };
    gilref::Python::attach(|py| {
        let copy = original.clone_ref(py);
        assert!(copy.object.is(&original.object));
        copy.object.drop_ref(py.into());
    });
}

#[test]
fn a_plainly_cloned_field_works_under_pyo3s_attach() {
    let original = Plainly { object: object() };
    pyo3::Python::attach(|py| {
        assert!(original.clone_ref(py).object.is(&original.object));
    });
}

#[test]
fn a_clone_that_attaches_is_one_that_pyo3_knows_of() {
    #[derive(GilClone)]
    #[gil_clone(attach)]
    struct Attaches {
        #[gil_clone(clone)]
        object: TheirPy,
    }
    let original = Attaches { object: object() };
    let copy = std::thread::scope(|scope| {
        let detached = scope.spawn(|| original.clone());
        detached.join().unwrap()
    });
    assert!(copy.object.is(&original.object));
}

/// The limit: nothing asks for the token.
#[test]
fn a_plainly_cloned_field_panics_in_an_attach_clone_on_a_detached_thread() {
    let original = AttachClone(Plainly { object: object() });
    std::thread::scope(|scope| {
        let detached = scope.spawn(|| assert!(panics(|| drop(original.clone()))));
        detached.join().unwrap();
    });
}

/// The limit: PyO3's `Clone` asks PyO3's counter.
#[test]
fn a_plainly_cloned_field_panics_under_an_attach_that_only_gilref_made() {
    let original = Plainly { object: object() };
    let panicked = gilref::Python::attach(|py| panics(|| drop(original.clone_ref(py))));
    assert!(panicked);
}

#[test]
fn a_plain_clone_panics_inside_gilrefs_detach() {
    let original = object();
    let panicked =
        pyo3::Python::attach(|py| py.python().detach(|| panics(|| drop(original.clone()))));
    assert!(panicked, "PyO3 took the thread for attached");
}

fn panics(f: impl FnOnce()) -> bool {
    panic::catch_unwind(panic::AssertUnwindSafe(f)).is_err()
}
