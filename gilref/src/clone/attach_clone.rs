//! `AttachClone`: a wrapper whose `Clone` attaches, for bounds that insist on `Clone`.

use super::newtype::newtype;
use crate::{GilClone, GilDrop, GilToken};

/// A value whose `Clone` attaches this thread to Python: for interfaces of others that insist on
/// `T: Clone`.
///
/// An async runtime's shared state, a job handed to every worker, an iterator's adapter: their
/// bounds leave no room for a token. This wrapper satisfies them, and gives up what the rest of
/// this crate is for: nothing at the place of the call shows that the GIL is taken. Wherever a
/// token can be had, use [`clone_ref`](GilClone::clone_ref), which this has too and which never
/// attaches. If the clones need not be distinct values, `Arc<T>` is cheaper and can't deadlock.
///
/// # Cost
///
/// As [`Python::attach`](crate::Python::attach). On an attached thread that is a call and a load, next to the increments.
/// On a detached one it is waiting for the GIL, up to CPython's switch interval (5 ms by default)
/// for each thread that runs Python in the meantime, and releasing it again. The outermost attach
/// also releases what was dropped detached, which runs destructors.
///
/// # Panics
///
/// As [`Python::attach`](crate::Python::attach): where there is no interpreter, or where it is being finalized.
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
        AttachClone(attach_and_clone(&self.0))
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
