//! Two pools in one process: which crate defers a reference, and when it releases it. `docs/with-pyo3.md` says the same.

use std::sync::{Mutex, MutexGuard, PoisonError};

use gilref::{GilToken, Python, pool};

type TheirPy = pyo3::Py<pyo3::PyAny>;
type OurPy = gilref::Py<gilref::types::PyAny>;

/// One test at a time: any attach may drain what another test has put into a pool.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    let guard = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    Python::initialize();
    // The main thread must not drain during a test.
    pool::set_nudge(false);
    Python::attach(|py| pool::assert_empty(py));
    guard
}

/// Two references to a new object: one to drop, one to count by.
fn two() -> (OurPy, OurPy) {
    Python::attach(|py| {
        let object = py.eval("object()", None, None).unwrap().unbind();
        (object.clone_ref(py), object)
    })
}

/// The count, read without attaching, because that would drain.
fn count(object: &OurPy) -> isize {
    // SAFETY: alive; no other thread knows the object.
    unsafe { pyo3_ffi::Py_REFCNT(object.as_ptr()) }
}

#[test]
fn each_crate_has_a_pool_and_its_own_attach_drains_it() {
    let _alone = alone();
    let (ours, witness_of_ours) = two();
    let (theirs, witness_of_theirs) = two();
    let theirs = TheirPy::from(theirs);

    drop((ours, theirs));
    assert_eq!((count(&witness_of_ours), count(&witness_of_theirs)), (2, 2));

    pyo3::Python::attach(|_| {
        assert_eq!((count(&witness_of_ours), count(&witness_of_theirs)), (2, 1));
    });
    Python::attach(|_| {
        assert_eq!((count(&witness_of_ours), count(&witness_of_theirs)), (1, 1));
    });
}

#[test]
fn pyo3s_nested_attach_drains_its_pool() {
    let _alone = alone();
    let (theirs, witness) = two();
    let theirs = TheirPy::from(theirs);
    pyo3::Python::attach(|_| {
        std::thread::spawn(|| drop(theirs)).join().unwrap();
        assert_eq!(count(&witness), 2);
        pyo3::Python::attach(|_| assert_eq!(count(&witness), 1));
    });
}

#[test]
fn a_gilref_reference_is_released_at_once_whoever_attached() {
    let _alone = alone();
    let (ours, witness) = two();
    pyo3::Python::attach(|_| {
        drop(ours);
        assert_eq!(count(&witness), 1);
    });
}

#[test]
fn a_pyo3_reference_waits_under_an_attach_that_only_gilref_made() {
    let _alone = alone();
    let (theirs, witness) = two();
    let theirs = TheirPy::from(theirs);

    Python::attach(|_| {
        drop(theirs);
        assert_eq!(count(&witness), 2);
        // Any attach of PyO3's, nested or not.
        pyo3::Python::attach(|_| assert_eq!(count(&witness), 1));
    });
}

#[test]
fn drop_ref_and_bound_release_at_once_under_an_attach_that_only_gilref_made() {
    let _alone = alone();
    let (by_drop_ref, witness) = two();
    Python::attach(|py| {
        let bound = TheirPy::from(by_drop_ref.clone_ref(py)).into_bound(py.into());
        TheirPy::from(by_drop_ref).drop_ref(py.into());
        drop(bound);
        assert_eq!(count(&witness), 1);
    });
}

#[test]
fn gilrefs_nested_attach_drains_neither_pool() {
    let _alone = alone();
    let (ours, witness_of_ours) = two();
    let (theirs, witness_of_theirs) = two();
    let theirs = TheirPy::from(theirs);
    pyo3::Python::attach(|py| {
        py.detach(|| {
            std::thread::spawn(|| drop((ours, theirs))).join().unwrap();
            // A library that knows nothing of PyO3 does this.
            attached_by_cpython(|| {
                Python::attach(|_| {
                    assert_eq!((count(&witness_of_ours), count(&witness_of_theirs)), (2, 2));
                });
            });
        });
        // The end of PyO3's `detach` drained PyO3's.
        assert_eq!((count(&witness_of_ours), count(&witness_of_theirs)), (2, 1));

        assert_eq!(pool::drain(py), 1);
        assert_eq!(count(&witness_of_ours), 1);
    });
}

/// Attached by neither crate.
fn attached_by_cpython(f: impl FnOnce()) {
    // SAFETY: initialized.
    let state = unsafe { pyo3_ffi::PyGILState_Ensure() };
    f();
    // SAFETY: from the call above, on this thread.
    unsafe { pyo3_ffi::PyGILState_Release(state) };
}

#[test]
fn the_end_of_gilrefs_detach_drains_both_pools() {
    let _alone = alone();
    let (ours, witness_of_ours) = two();
    let (theirs, witness_of_theirs) = two();
    let theirs = TheirPy::from(theirs);
    pyo3::Python::attach(|py| {
        py.python().detach(|| drop((ours, theirs)));
        assert_eq!((count(&witness_of_ours), count(&witness_of_theirs)), (1, 1));
    });
}
