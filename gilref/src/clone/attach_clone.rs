//! `AttachClone`: a wrapper whose `Clone` attaches, for bounds that insist on `Clone`.

use std::cell::OnceCell;

use super::newtype::newtype;
use crate::attach::Attached;
use crate::{Bound, GilClone, GilDrop, GilToken, Py, PyResult, Python, conversion, interpreter};

/// A value whose `Clone` attaches this thread to Python: for interfaces of others that insist on
/// `T: Clone`.
///
/// An async runtime's shared state, a job handed to every worker, an iterator's adapter: their
/// bounds leave no room for a token. This wrapper satisfies them, and gives up what the rest of
/// this crate is for: nothing at the place of the call shows that the GIL is taken. Wherever a
/// token can be had, use [`clone_ref`](GilClone::clone_ref), which this has too and which never
/// attaches. If the clones need not be distinct values, `Arc<T>` is cheaper and can't deadlock.
///
/// It attaches only where the value asks for a token, as every reference in it does: a value that
/// holds none is cloned without any interpreter. So it is also the way for types that rarely hold
/// Python: an enum of numbers and text with one variant that holds an object, cloned all over a
/// library that knows nothing of Python, has an `AttachClone<Py<PyAny>>` there, and derives `Clone`.
///
/// It has what `T` has: it derefs to `T`, compares, hashes and prints as `T`, and is converted to
/// Python and back as `T`, by gilref and, with the feature `pyo3`, by PyO3.
///
/// # Cost
///
/// Without a reference in it, one question to CPython, and the clone. On an attached thread, as a nested
/// [`Python::attach`], next to the increments; with the feature `pyo3` as a nested `for_pyo3::attach`, an
/// attach of PyO3's too, which runs the destructors of what waits in PyO3's pool. On a detached one, one
/// attach per `clone` of an `AttachClone`, not one per reference inside: it waits for the GIL, up to
/// CPython's switch interval (5 ms by default) for each thread that runs Python in the meantime, and
/// releases it again. The outermost attach also releases what was dropped detached, which runs
/// destructors.
///
/// # Panics
///
/// Where it attaches, as [`Python::attach`]: where the interpreter is being finalized, or gone. On a
/// detached thread also where a `clone_ref` of your own attaches by itself and uses the token that
/// it was given only inside.
///
/// What ignores its token runs detached there. A `pyo3::Py` that is cloned by `#[gil_clone(clone)]`
/// and PyO3's `py-clone` panics: take the attribute away.
///
/// # Deadlocks
///
/// A clone on a detached thread waits for the GIL. It never ends if the thread that holds the GIL
/// waits in turn for what the cloning thread has:
///
/// - a `Mutex`, `RwLock` or any other lock that is held while cloning, if an attached thread locks
///   it without [`detach`](crate::Python::detach);
/// - the initialisation of a `OnceLock` or `LazyLock` that clones, if an attached thread needs its
///   value;
/// - a place in a bounded channel, a message or a barrier that the cloning thread is to deliver, if
///   an attached thread waits for it;
/// - the cloning thread's end, or that of its job in a thread pool, if an attached thread joins it.
///
/// In all four the attached thread is the one to change: whatever waits belongs inside
/// [`detach`](crate::Python::detach). On a free-threaded build attached threads don't exclude each other,
/// but all four can still deadlock where the interpreter stops the world, as its garbage collector
/// does.
///
/// # Example
///
/// ```
/// use gilref::types::PyAny;
/// use gilref::{AttachClone, Py, Python};
///
/// /// Stands for a function of another crate.
/// fn for_each_worker<T: Clone + Send + 'static>(state: T) -> Vec<T> {
///     vec![state; 4]
/// }
///
/// Python::initialize();
/// let callback: Py<PyAny> = Python::attach(|py| py.none().unbind());
/// let callbacks = for_each_worker(AttachClone(callback));
/// # assert_eq!(callbacks.len(), 4);
/// ```
#[derive(Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct AttachClone<T>(pub T);

impl<T: GilClone> Clone for AttachClone<T> {
    #[track_caller]
    fn clone(&self) -> Self {
        if interpreter::is_attached() {
            return AttachClone(attach_and_clone(&self.0));
        }
        let token = OnDemand(OnceCell::new());
        AttachClone(self.0.clone_ref(&token))
    }
}

/// What becomes a token of a detached thread: it attaches when it is first asked for the proof, and
/// detaches when it is dropped.
struct OnDemand(OnceCell<Attached>);

impl<'py> GilToken<'py> for &'py OnDemand {
    #[inline]
    fn python(self) -> Python<'py> {
        self.0.get_or_init(acquire).token()
    }
}

/// Attaches a thread that was detached before.
///
/// # Panics
///
/// As [`Python::attach`], and where the thread is attached by now. Whoever has attached it may
/// detach it before the token's lifetime ends.
#[cold]
fn acquire() -> Attached {
    match Attached::acquire_or_panic() {
        Attached::Nested => panic!("a `clone_ref` has attached by itself, and then used its token"),
        outermost => outermost,
    }
}

/// A clone that attaches for it. With the feature `pyo3` PyO3 knows of the attachment too: what of
/// PyO3's runs in a clone may ask for it.
#[track_caller]
pub fn attach_and_clone<T: GilClone>(value: &T) -> T {
    #[cfg(feature = "pyo3")]
    return crate::for_pyo3::attach(|py| value.clone_ref(py));
    #[cfg(not(feature = "pyo3"))]
    return crate::Python::attach(|py| value.clone_ref(py));
}

/// Does not attach.
impl<T: GilClone> GilClone for AttachClone<T> {
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        AttachClone(self.0.clone_ref(py))
    }
}

impl<T: GilDrop> GilDrop for AttachClone<T> {
    #[inline]
    fn drop_ref<'py>(self, py: impl GilToken<'py>) {
        self.0.drop_ref(py);
    }
}

newtype!(AttachClone);

impl<T: AsRef<U>, U: ?Sized> AsRef<U> for AttachClone<T> {
    #[inline]
    fn as_ref(&self) -> &U {
        self.0.as_ref()
    }
}

impl<T> From<Bound<'_, T>> for AttachClone<Py<T>> {
    #[inline]
    fn from(bound: Bound<'_, T>) -> Self {
        AttachClone(bound.unbind())
    }
}

impl<T> From<&Bound<'_, T>> for AttachClone<Py<T>> {
    #[inline]
    fn from(bound: &Bound<'_, T>) -> Self {
        AttachClone(Py::from(bound))
    }
}

impl<'py, T: conversion::IntoPyObject<'py>> conversion::IntoPyObject<'py> for AttachClone<T> {
    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, crate::types::PyAny>> {
        self.0.into_pyobject(py)
    }
}

impl<'a, 'py, T> conversion::IntoPyObject<'py> for &'a AttachClone<T>
where
    &'a T: conversion::IntoPyObject<'py>,
{
    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, crate::types::PyAny>> {
        self.0.into_pyobject(py)
    }
}

impl<'a, 'py, T: conversion::FromPyObject<'a, 'py>> conversion::FromPyObject<'a, 'py>
    for AttachClone<T>
{
    #[inline]
    fn extract(object: crate::Borrowed<'a, 'py, crate::types::PyAny>) -> PyResult<Self> {
        T::extract(object).map(AttachClone)
    }
}
