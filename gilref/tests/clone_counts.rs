//! Reference counts: a clone adds one for each reference in it, a drop takes them back, and a panic half-way neither leaks nor
//! frees anything.

mod clone_entry;

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::io::Cursor;
use std::num::Wrapping;
use std::ops::{Bound, ControlFlow};
use std::pin::Pin;
use std::rc::{self, Rc};
use std::sync::{self, Arc, OnceLock, mpsc};
use std::task::Poll;

use clone_entry::{Entry, Fuse, attached, counts, counts_with, object};
use gilref::conversion::IntoPyObject;
use gilref::types::PyAny;
use gilref::{AttachClone, GilClone, GilDrop, GilToken, Py, Python, with};

#[test]
fn a_reference_and_its_clone_are_the_same_object() {
    attached(|py| {
        let original = object(py);
        let copy = GilClone::clone_ref(&original, py);

        assert!(copy.is(&original));
        assert_eq!(original.refcnt(py), 2);
    });
}

#[test]
fn sequences_clone_each_element_once_and_drop_a_partial_copy() {
    counts(5, |e| (0..5).map(|_| e()).collect::<Vec<_>>());
    counts(5, |e| (0..5).map(|_| e()).collect::<Box<[_]>>());
    counts(5, |e| (0..5).map(|_| e()).collect::<VecDeque<_>>());
    counts(5, |e| (0..5).map(|_| e()).collect::<LinkedList<_>>());
    counts(5, |e| (0..5).map(|_| e()).collect::<BinaryHeap<_>>());
    counts(5, |e| std::array::from_fn::<_, 5, _>(|_| e()));
    counts(0, |_| [] as [Entry; 0]);
    counts(3, |e| {
        let mut rest = (0..5).map(|_| e()).collect::<Vec<_>>().into_iter();
        rest.nth(1);
        rest
    });
}

#[test]
fn maps_clone_each_key_and_value_once_and_drop_a_partial_copy() {
    counts(10, |e| {
        (0..5).map(|_| (e(), e())).collect::<HashMap<_, _>>()
    });
    counts(10, |e| {
        (0..5).map(|_| (e(), e())).collect::<BTreeMap<_, _>>()
    });
    counts(5, |e| (0..5).map(|_| e()).collect::<HashSet<_>>());
    counts(5, |e| (0..5).map(|_| e()).collect::<BTreeSet<_>>());
}

#[test]
fn tuples_of_one_to_twelve_clone_each_field_once() {
    counts(1, |e| (e(),));
    counts(2, |e| (e(), e()));
    counts(3, |e| (e(), e(), e()));
    counts(4, |e| (e(), e(), e(), e()));
    counts(5, |e| (e(), e(), e(), e(), e()));
    counts(6, |e| (e(), e(), e(), e(), e(), e()));
    counts(7, |e| (e(), e(), e(), e(), e(), e(), e()));
    counts(8, |e| (e(), e(), e(), e(), e(), e(), e(), e()));
    counts(9, |e| (e(), e(), e(), e(), e(), e(), e(), e(), e()));
    counts(10, |e| (e(), e(), e(), e(), e(), e(), e(), e(), e(), e()));
    counts(11, |e| {
        (e(), e(), e(), e(), e(), e(), e(), e(), e(), e(), e())
    });
    counts(12, |e| {
        (e(), e(), e(), e(), e(), e(), e(), e(), e(), e(), e(), e())
    });
}

#[test]
fn wrappers_clone_what_is_in_them() {
    counts(1, |e| Box::new(e()));
    counts_with(
        1,
        |e, _| Box::pin(e()),
        |original, py| original.clone_ref(py),
    );
    counts(1, |e| Some(e()));
    counts(0, |_| None::<Entry>);
    counts(1, |e| Ok::<_, Entry>(e()));
    counts(1, |e| Err::<Entry, _>(e()));
    counts(2, |e| e()..e());
    counts(2, |e| e()..=e());
    counts(1, |e| e()..);
    counts(1, |e| ..e());
    counts(1, |e| ..=e());
    counts(1, |e| std::cmp::Reverse(e()));
    counts(1, |e| Wrapping(e()));
    counts(1, |e| std::num::Saturating(e()));
    counts(1, |e| Bound::Included(e()));
    counts(1, |e| Bound::Excluded(e()));
    counts(1, |e| ControlFlow::<_, Entry>::Break(e()));
    counts(1, |e| ControlFlow::<Entry, _>::Continue(e()));
    counts(1, |e| Poll::Ready(e()));
    counts(1, |e| RefCell::new(e()));
    counts(1, |e| OnceCell::from(e()));
    counts(1, |e| OnceLock::from(e()));
    counts(1, |e| Cursor::new(e()));
    counts(1, |e| mpsc::SendError(e()));
    counts(1, |e| mpsc::TrySendError::Full(e()));
}

#[test]
fn shared_pointers_add_nothing_to_python_s_counts() {
    type Shared = (
        Arc<Py<PyAny>>,
        Arc<[Py<PyAny>]>,
        Rc<dyn Fn(Python<'_>) -> isize>,
        Pin<Rc<Py<PyAny>>>,
        sync::Weak<Py<PyAny>>,
        rc::Weak<dyn Fn(Python<'_>) -> isize>,
    );
    attached(|py| {
        let object = object(py);
        let arc = Arc::new(object.clone_ref(py));
        let held = object.clone_ref(py);
        let rc: Rc<dyn Fn(Python<'_>) -> isize> = Rc::new(move |py| held.refcnt(py));
        let original: Shared = (
            Arc::clone(&arc),
            Arc::from([object.clone_ref(py)]),
            Rc::clone(&rc),
            Rc::pin(object.clone_ref(py)),
            Arc::downgrade(&arc),
            Rc::downgrade(&rc),
        );
        let before = object.refcnt(py);

        let copy = original.clone_ref(py);

        assert_eq!(object.refcnt(py), before);
        assert!(Arc::ptr_eq(&arc, &copy.0) && Rc::ptr_eq(&rc, &copy.2));
        assert_eq!(Arc::strong_count(&arc), 3);
        assert_eq!(Arc::strong_count(&copy.1), 2);
        assert_eq!((copy.2)(py), before);
        assert!(Arc::ptr_eq(&copy.4.upgrade().unwrap(), &arc));
        assert!(Rc::ptr_eq(&copy.5.upgrade().unwrap(), &rc));
    });
}

#[test]
fn containers_in_containers_count_all_the_same() {
    counts(6, |e| {
        HashMap::from([
            ("few", Some(vec![(e(), Box::new(e()))])),
            (
                "more",
                Some(vec![(e(), Box::new(e())), (e(), Box::new(e()))]),
            ),
            ("none", None),
        ])
    });
}

/// A plain type whose `Clone` fails when asked to.
struct Foreign(u8, Rc<Fuse>);

impl Clone for Foreign {
    fn clone(&self) -> Self {
        self.1.burn();
        Foreign(self.0, Rc::clone(&self.1))
    }
}

impl PartialEq for Foreign {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl Eq for Foreign {}

impl PartialOrd for Foreign {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Foreign {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}

impl std::hash::Hash for Foreign {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

#[test]
fn maps_with_a_plain_side_count_the_other() {
    counts_with(
        5,
        |e, fuse| {
            (0..5)
                .map(|i| (Foreign(i, fuse.clone()), e()))
                .collect::<HashMap<_, _>>()
        },
        with::plain_keys,
    );
    counts_with(
        5,
        |e, fuse| {
            (0..5)
                .map(|i| (Foreign(i, fuse.clone()), e()))
                .collect::<BTreeMap<_, _>>()
        },
        with::plain_keys,
    );
    counts_with(
        5,
        |e, fuse| {
            (0..5)
                .map(|i| (e(), Foreign(i, fuse.clone())))
                .collect::<HashMap<_, _>>()
        },
        with::plain_values,
    );
    counts_with(
        5,
        |e, fuse| {
            (0..5)
                .map(|i| (e(), Foreign(i, fuse.clone())))
                .collect::<BTreeMap<_, _>>()
        },
        with::plain_values,
    );
}

#[test]
fn pairs_with_a_plain_half_count_the_other() {
    counts_with(
        3,
        |e, fuse| {
            (0..3)
                .map(|i| (Foreign(i, fuse.clone()), e()))
                .collect::<Vec<_>>()
        },
        with::plain_first,
    );
    counts_with(
        3,
        |e, fuse| {
            (0..3)
                .map(|i| (Foreign(i, fuse.clone()), e()))
                .collect::<VecDeque<_>>()
        },
        with::plain_first,
    );
    counts_with(
        3,
        |e, fuse| {
            (0..3)
                .map(|i| (e(), Foreign(i, fuse.clone())))
                .collect::<LinkedList<_>>()
        },
        with::plain_second,
    );
    counts_with(
        3,
        |e, fuse| {
            (0..3)
                .map(|i| (e(), Foreign(i, fuse.clone())))
                .collect::<Box<[_]>>()
        },
        with::plain_second,
    );
    counts_with(
        1,
        |e, fuse| (e(), Foreign(0, fuse.clone())),
        with::plain_second,
    );
    counts_with(
        1,
        |e, fuse| Some((Foreign(0, fuse.clone()), e())),
        with::plain_first,
    );
    counts_with(
        1,
        |e, fuse| Box::new((Foreign(0, fuse.clone()), e())),
        with::plain_first,
    );
    counts_with(
        2,
        |e, fuse| {
            [
                (Foreign(0, fuse.clone()), e()),
                (Foreign(1, fuse.clone()), e()),
            ]
        },
        with::plain_first,
    );
    counts_with(
        2,
        |e, fuse| {
            vec![
                Some([(e(), Foreign(0, fuse.clone()))]),
                None,
                Some([(e(), Foreign(1, fuse.clone()))]),
            ]
        },
        with::plain_second,
    );
}

#[cfg(feature = "derive")]
#[test]
fn a_function_that_panics_between_two_fields_leaks_nothing() {
    #[derive(GilClone)]
    struct Derived {
        before: Vec<Entry>,
        #[gil_clone(with = with::plain_first)]
        between: (Foreign, Entry),
        after: Option<Entry>,
    }

    counts_with(
        4,
        |e, fuse| Derived {
            before: vec![e(), e()],
            between: (Foreign(0, fuse.clone()), e()),
            after: Some(e()),
        },
        |original, py| original.clone_ref(py),
    );
}

#[test]
fn attach_clone_attaches_and_counts() {
    let original = attached(|py| AttachClone(object(py)));

    let detached = original.clone();
    let attached = attached(|_| original.clone());

    Python::attach(move |py| {
        assert_eq!(original.refcnt(py), 3);
        drop(original.clone_ref(py));
        drop((detached, attached));
        assert_eq!(original.refcnt(py), 1);
    });
}

#[test]
fn attach_clone_is_attached_from_the_first_reference_to_the_end() {
    /// Says at each of its clones whether the thread is attached.
    struct Watch<'a>(&'a RefCell<Vec<bool>>);
    impl GilClone for Watch<'_> {
        fn clone_ref<'py>(&self, _py: impl GilToken<'py>) -> Self {
            self.0.borrow_mut().push(Python::is_attached());
            Watch(self.0)
        }
    }

    let object = attached(object);
    let seen = RefCell::new(Vec::new());
    let reference = attached(|py| object.clone_ref(py));
    let original = AttachClone((
        Watch(&seen),
        None::<Py<PyAny>>,
        Watch(&seen),
        reference,
        Watch(&seen),
    ));

    let copy = original.clone();

    assert!(!Python::is_attached());
    assert_eq!(*seen.borrow(), [false, false, true]);
    attached(|py| {
        assert_eq!(object.refcnt(py), 3);
        drop((copy, original));
        assert_eq!(object.refcnt(py), 1);
        object.drop_ref(py);
    });
}

#[test]
#[should_panic(expected = "has attached by itself")]
fn attach_clone_gives_no_token_that_could_outlive_another_attachment() {
    struct AttachesItself;
    impl GilClone for AttachesItself {
        fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
            let _kept = Python::attach(|_| py.python());
            AttachesItself
        }
    }
    attached(|_| ());
    let _ = AttachClone(AttachesItself).clone();
}

#[test]
fn attach_clone_has_what_its_value_has() {
    fn has<T: AsRef<Py<PyAny>> + From<Py<PyAny>> + GilDrop + std::fmt::Debug>() {}
    has::<AttachClone<Py<PyAny>>>();
    attached(|py| {
        let list = py.eval("[1, 2]", None, None).unwrap();
        let wrapped: AttachClone<Py<PyAny>> = (&list).into();
        assert!(wrapped.is(&list));
        let object = (&wrapped).into_pyobject(py).unwrap();
        assert!(object.is(&list));
        let again: AttachClone<Py<gilref::types::PyList>> = object.extract().unwrap();
        assert!(again.into_pyobject(py).unwrap().is(&list));
        assert_eq!(AttachClone("text").to_string(), "text");
        let number: AttachClone<u8> = py.eval("7", None, None).unwrap().extract().unwrap();
        assert_eq!(*number, 7);
        wrapped.drop_ref(py);
    });
}
