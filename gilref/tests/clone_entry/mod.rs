//! Entries that hold a Python reference and fail to be cloned when asked to: what a container does with its elements shows in
//! the object's reference count.

use std::cell::Cell;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use gilref::types::PyAny;
use gilref::{GilClone, GilDrop, GilToken, Py, Python};

/// Starts the interpreter and runs `f` attached to it.
pub(crate) fn attached<R>(f: impl FnOnce(Python<'_>) -> R) -> R {
    Python::initialize();
    Python::attach(f)
}

/// A new object, which is not immortal, and to which nothing else refers.
pub(crate) fn object(py: Python<'_>) -> Py<PyAny> {
    py.eval("object()", None, None).unwrap().unbind()
}

/// Which clone or release of the entries of one container is to panic.
#[derive(Default)]
pub(crate) struct Fuse {
    burnt: Cell<usize>,
    fails_at: Cell<Option<usize>>,
}

impl Fuse {
    /// Lets the clone or release of this number fail, counted from now and from zero; none, if so asked.
    pub(crate) fn set(&self, fails_at: Option<usize>) {
        self.burnt.set(0);
        self.fails_at.set(fails_at);
    }

    /// Counts a clone or a release.
    pub(crate) fn burn(&self) {
        let nth = self.burnt.replace(self.burnt.get() + 1);
        assert_ne!(Some(nth), self.fails_at.get(), "asked to fail");
    }
}

/// A Python reference. Every entry of a test holds the same object, and entries compare by their number.
pub(crate) struct Entry {
    object: Py<PyAny>,
    fuse: Rc<Fuse>,
    number: usize,
}

impl GilClone for Entry {
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        self.fuse.burn();
        Entry {
            object: self.object.clone_ref(py),
            fuse: Rc::clone(&self.fuse),
            number: self.number,
        }
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> Ordering {
        self.number.cmp(&other.number)
    }
}

impl Hash for Entry {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.number.hash(state);
    }
}

impl GilDrop for Entry {
    fn drop_ref<'py>(self, py: impl GilToken<'py>) {
        self.fuse.burn();
        self.object.drop_ref(py);
    }
}

/// The whole promise for a container of `n` references, whose entries `make` takes one by one: a clone adds exactly `n` to
/// the object's count, dropping it takes them back, so does `drop_ref`, which reaches each entry once, and so does a panic at
/// any of the entries, in the clone and in `drop_ref`.
#[track_caller]
pub(crate) fn counts<C: GilClone + GilDrop>(
    n: usize,
    make: impl FnOnce(&mut dyn FnMut() -> Entry) -> C,
) {
    exercise(
        n,
        |entry, _| make(entry),
        |original, py| original.clone_ref(py),
        Some(|copy: C, py: Python<'_>| copy.drop_ref(py)),
    );
}

/// [`counts`] for a function in the place of `clone_ref`, without `drop_ref`; `make` gets the fuse too.
#[track_caller]
pub(crate) fn counts_with<C>(
    n: usize,
    make: impl FnOnce(&mut dyn FnMut() -> Entry, &Rc<Fuse>) -> C,
    clone: impl Fn(&C, Python<'_>) -> C,
) {
    exercise(n, make, clone, None);
}

#[track_caller]
fn exercise<C>(
    n: usize,
    make: impl FnOnce(&mut dyn FnMut() -> Entry, &Rc<Fuse>) -> C,
    clone: impl Fn(&C, Python<'_>) -> C,
    release: Option<fn(C, Python<'_>)>,
) {
    attached(|py| {
        let object = object(py);
        let references = || usize::try_from(object.refcnt(py)).unwrap() - 1;
        let fuse = Rc::new(Fuse::default());
        let mut number = 0;
        let original = make(
            &mut || {
                number += 1;
                Entry {
                    object: object.clone_ref(py),
                    fuse: Rc::clone(&fuse),
                    number,
                }
            },
            &fuse,
        );
        assert_eq!(references(), n, "the test itself is wrong");

        fuse.set(None);
        let copy = clone(&original, py);
        let clones = fuse.burnt.get();
        assert_eq!(references(), 2 * n, "with the copy");
        drop(copy);
        assert_eq!(references(), n, "the copy dropped");

        for nth in 0..clones {
            fuse.set(Some(nth));
            let result = catch_unwind(AssertUnwindSafe(|| clone(&original, py)));
            assert!(result.is_err(), "clone {nth} was to fail");
            assert_eq!(references(), n, "after clone {nth} failed");
        }

        if let Some(release) = release {
            fuse.set(None);
            let copy = clone(&original, py);
            fuse.set(None);
            release(copy, py);
            assert_eq!(fuse.burnt.get(), n, "entries that `drop_ref` reached");
            assert_eq!(references(), n, "the copy released");

            for nth in 0..n {
                fuse.set(None);
                let copy = clone(&original, py);
                fuse.set(Some(nth));
                let result = catch_unwind(AssertUnwindSafe(|| release(copy, py)));
                assert!(result.is_err(), "release {nth} was to fail");
                assert_eq!(references(), n, "after release {nth} failed");
            }
        }

        drop(original);
        assert_eq!(references(), 0, "all dropped");
    });
}
