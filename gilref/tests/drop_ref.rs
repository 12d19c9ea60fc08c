//! `GilDrop`: what is released when, and what destructors may do. The counts are tested in `clone_counts`.

#[allow(dead_code, reason = "what is for `clone_counts`")]
mod clone_entry;

use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, LinkedList, VecDeque};
use std::io::Cursor;
use std::num::Wrapping;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::rc::{self, Rc};
use std::sync::{Arc, Mutex, OnceLock, RwLock};
use std::task::Poll;

use clone_entry::{attached, object};
use gilref::types::PyAny;
use gilref::{AttachClone, GilDrop, GilToken, Plain, Py, Python, pool};

/// Runs `drop_ref` on what `make` makes of one reference, and says how many are left of it.
fn left<T: GilDrop>(make: impl FnOnce(Py<PyAny>) -> T) -> isize {
    attached(|py| {
        let object = object(py);
        make(object.clone_ref(py)).drop_ref(py);
        object.refcnt(py) - 1
    })
}

#[test]
fn owners_of_one_value_release_it() {
    assert_eq!(left(|object| object), 0);
    assert_eq!(left(AttachClone), 0);
    assert_eq!(left(Plain), 0);
    assert_eq!(left(Box::pin), 0);
    assert_eq!(left(Mutex::new), 0);
    assert_eq!(left(RwLock::new), 0);
    assert_eq!(left(OnceLock::from), 0);
    assert_eq!(left(|object| Arc::<[_]>::from([object])), 0);
    assert_eq!(left(|object| Rc::<[_]>::from([object])), 0);
    assert_eq!(left(Rc::pin as fn(_) -> Pin<Rc<_>>), 0);
    attached(|py| {
        let object = object(py);
        object.bind(py).clone().drop_ref(py);
        object.bind_borrowed(py).drop_ref(py);
        assert_eq!(object.refcnt(py), 1);
    });
}

#[test]
fn a_value_that_is_never_dropped_is_not_released() {
    assert_eq!(left(std::mem::ManuallyDrop::new), 1);
    assert_eq!(left(std::mem::MaybeUninit::new), 1);
}

#[test]
fn an_error_releases_its_exception() {
    attached(|py| {
        let error = py.eval("1 / 0", None, None).unwrap_err();
        let exception = error.value(py).clone();
        let before = exception.as_unbound().refcnt(py);
        error.drop_ref(py);
        assert_eq!(exception.as_unbound().refcnt(py), before - 1);
    });
}

#[test]
fn a_poisoned_mutex_releases_its_value() {
    assert_eq!(
        left(|object| {
            let mutex = Mutex::new(object);
            let poison = catch_unwind(AssertUnwindSafe(|| {
                let _guard = mutex.lock();
                panic!("poisons the mutex");
            }));
            assert!(poison.is_err() && mutex.is_poisoned());
            mutex
        }),
        0
    );
}

/// Counts how often it was released with a token, and how often dropped.
#[derive(Clone, Default)]
struct Probe {
    released: Rc<Cell<usize>>,
}

impl GilDrop for Probe {
    fn drop_ref<'py>(self, _py: impl GilToken<'py>) {
        self.released.set(self.released.get() + 1);
    }
}

#[test]
fn whatever_owns_a_value_releases_it_with_the_token() {
    attached(|py| {
        let released = Rc::new(Cell::new(0));
        let probe = || Probe {
            released: Rc::clone(&released),
        };

        macro_rules! check {
            ($($(#[$attribute:meta])* $count:literal: $owner:expr;)*) => {$(
                $(#[$attribute])*
                {
                    let owner = $owner;
                    let before = released.get();
                    owner.drop_ref(py);
                    assert_eq!(released.get() - before, $count, "{}", stringify!($owner));
                }
            )*};
        }
        check! {
            1: Box::new(probe());
            1: AttachClone(probe());
            1: Some(probe());
            2: [Ok(probe()), Err(probe())];
            2: vec![probe(), probe()];
            2: Box::<[_]>::from([probe(), probe()]);
            2: VecDeque::from([probe(), probe()]);
            2: LinkedList::from([probe(), probe()]);
            2: HashMap::from([(1, probe()), (2, probe())]);
            2: BTreeMap::from([(1, probe()), (2, probe())]);
            3: (probe(), 7, [probe(), probe()]);
            1: Cell::new(probe());
            1: RefCell::new(probe());
            1: OnceCell::from(probe());
            1: OnceLock::from(probe());
            1: Mutex::new(probe());
            1: RwLock::new(probe());
            1: Cow::<[Probe]>::Owned(vec![probe()]);
            0: Cow::<[Probe]>::Borrowed(&[probe()]);
            1: Reverse(probe());
            1: Wrapping(probe());
            2: probe()..probe();
            1: Cursor::new(probe());
            1: Poll::Ready(probe());
            1: ControlFlow::<_, u8>::Break(probe());
            #[cfg(feature = "pyo3")]
            1: {
                let lock = pyo3::sync::PyOnceLock::new();
                assert!(lock.set(py.into(), probe()).is_ok());
                lock
            };
        }
    });
}

#[test]
fn the_last_arc_releases_its_contents_and_no_other_does() {
    attached(|py| {
        let released = Rc::new(Cell::new(0));
        let probe = || Probe {
            released: Rc::clone(&released),
        };

        #[allow(clippy::arc_with_non_send_sync, reason = "it stays on this thread")]
        let arc = Arc::new(probe());
        Arc::clone(&arc).drop_ref(py);
        assert_eq!(released.get(), 0);
        arc.drop_ref(py);
        assert_eq!(released.get(), 1);

        let rc = Rc::new(probe());
        let weak: rc::Weak<Probe> = Rc::downgrade(&rc);
        Rc::clone(&rc).drop_ref(py);
        weak.clone().drop_ref(py);
        assert_eq!(released.get(), 1);
        rc.drop_ref(py);
        assert_eq!(released.get(), 2);
        assert!(weak.upgrade().is_none());
    });
}

/// An object whose destructor calls `f`.
fn with_destructor(py: Python<'_>, f: &str) -> Py<PyAny> {
    py.eval(
        &format!("type('Noisy', (), {{'__del__': lambda self: {f}}})()"),
        None,
        None,
    )
    .unwrap()
    .unbind()
}

#[test]
fn a_destructor_that_raises_does_not_keep_the_others() {
    attached(|py| {
        let object = object(py);
        let row = vec![
            object.clone_ref(py),
            with_destructor(py, "1 / 0"),
            object.clone_ref(py),
        ];
        // Python would print it.
        let silent = py.eval("lambda raised: None", None, None).unwrap();
        let sys = py.import("sys").unwrap();
        let hook = sys.getattr("unraisablehook").unwrap();
        sys.setattr("unraisablehook", silent).unwrap();
        row.drop_ref(py);
        sys.setattr("unraisablehook", hook).unwrap();
        assert_eq!(object.refcnt(py), 1);
    });
}

thread_local! {
    static REST: RefCell<Option<Vec<Py<PyAny>>>> = const { RefCell::new(None) };
}

/// Does all that a destructor may do: detaches, drops, attaches again and drains.
unsafe extern "C" fn everything(
    _module: *mut pyo3_ffi::PyObject,
    _arg: *mut pyo3_ffi::PyObject,
) -> *mut pyo3_ffi::PyObject {
    // SAFETY: CPython calls methods attached, and the token does not leave this function.
    let py = unsafe { Python::assume_attached() };
    if let Some(rest) = REST.take() {
        py.detach(move || {
            if cfg!(gilref_disable_reference_pool) {
                // Nothing is deferred under the other policies.
                Python::attach(move |_| drop(rest));
            } else {
                drop(rest);
            }
        });
    }
    pool::drain(py);
    py.none().into_ptr()
}

#[test]
fn a_destructor_may_drop_detach_and_drain() {
    attached(|py| {
        let object = object(py);
        let rest = (0..3).map(|_| object.clone_ref(py)).collect();
        REST.set(Some(rest));
        let mut method = pyo3_ffi::PyMethodDef::zeroed();
        method.ml_name = c"everything".as_ptr();
        method.ml_meth = pyo3_ffi::PyMethodDefPointer {
            PyCFunction: everything,
        };
        method.ml_flags = pyo3_ffi::METH_O;
        // CPython keeps the pointer for as long as the function lives.
        let method = Box::leak(Box::new(method));
        // SAFETY: attached; a method that is never freed, no `self`, no module. A new reference, or
        // null with an exception.
        let function = unsafe {
            pyo3_ffi::PyCFunction_NewEx(
                &raw mut *method,
                std::ptr::null_mut(),
                std::ptr::null_mut(),
            )
        };
        // SAFETY: as above.
        let function = unsafe { gilref::Bound::from_owned_ptr_or_err(py, function) }.unwrap();
        py.import("__main__")
            .unwrap()
            .setattr("everything", function)
            .unwrap();

        vec![
            object.clone_ref(py),
            with_destructor(py, "__import__('__main__').everything(None)"),
            object.clone_ref(py),
        ]
        .drop_ref(py);
        assert_eq!(object.refcnt(py), 1);
    });
}
