//! `Py` for PyO3's types: a `pyo3::Py` that gilref drops.

use std::fmt;
use std::mem::{self, ManuallyDrop};
use std::ops::Deref;
use std::ptr::NonNull;

use pyo3_ffi as ffi;

use ::pyo3::{Borrowed, Bound, PyAny, PyClass, PyClassInitializer, PyResult};

use crate::clone_needs_token::CloneWithoutToken;
use crate::{GilClone, GilDrop, GilToken, interpreter, lifecycle, pool};

/// A `pyo3::Py<T>` that gilref drops: for the fields of PyO3's classes.
///
/// It goes where PyO3's goes: fields with `#[pyo3(get, set)]`, arguments, results, receivers (`slf:
/// Py<Self>`), containers. It derefs to PyO3's, so that `getattr`, `call1`, `borrow`, `extract` and
/// the others are those of PyO3.
///
/// One is made by [`new`](Self::new), by extraction, or from any of PyO3's references with `into`.
/// What a function of PyO3's returns converts: `bound.into()` instead of `bound.unbind()`.
///
/// # Compared with `pyo3::Py<T>`
///
/// - **No `Clone`**, also where PyO3's feature `py-clone` is on: [`clone_ref`](Self::clone_ref),
///   and
///   [`GilClone`](derive@crate::GilClone) for the types that hold one.
/// - The methods below take a token of either crate, those that are reached through `Deref` PyO3's.
/// - Whether a drop may release at once is asked of CPython, not of PyO3's count of attachments:
///   the answer is right also where C code, another extension module or a greenlet has taken or
///   released the GIL.
/// - Where it may not, the reference waits in [gilref's pool](crate::pool), with its policy, hook,
///   limit and statistics.
/// - No `Display`, since PyO3's attaches in secret: `bind(py)` has one.
///
/// # Memory layout
///
/// That of `pyo3::Py<T>`: a pointer that is not null. `Option<Py<T>>` has the same size.
///
/// # In `__traverse__`
///
/// Only visit there. A drop is deferred in a collection, since no count may change; but
/// `gc.get_referents` and `gc.get_referrers` call `__traverse__` outside of collections, where gilref
/// can't see it, and a drop would release at once.
///
/// It is visited as PyO3's is, but in an `Option`, where it needs `as_deref`:
///
/// ```
/// # use gilref::for_pyo3::Py;
/// # use pyo3::{PyAny, PyTraverseError, PyVisit};
/// # struct Handler { callback: Py<PyAny>, next: Option<Py<PyAny>> }
/// # impl Handler {
/// fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
///     visit.call(&self.callback)?;
///     visit.call(self.next.as_deref())
/// }
/// # }
/// ```
///
/// ```compile_fail,E0277
/// # use gilref::for_pyo3::Py;
/// # use pyo3::{PyAny, PyTraverseError, PyVisit};
/// # struct Handler { callback: Py<PyAny>, next: Option<Py<PyAny>> }
/// # impl Handler {
/// fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
///     visit.call(&self.callback)?;
///     visit.call(&self.next) // `Option<&pyo3::Py<_>>: From<&Option<Py<PyAny>>>` is not satisfied
/// }
/// # }
/// ```
///
/// # Example
///
/// ```
/// use gilref::{GilClone, for_pyo3::Py};
/// use pyo3::prelude::{PyAny, PyAnyMethods, Python};
///
/// #[derive(GilClone)]
/// struct Handler {
///     name: String,
///     callback: Py<PyAny>,
/// }
///
/// # gilref::Python::initialize();
/// Python::attach(|py| {
///     let callback: Py<PyAny> = py.eval(c"print", None, None)?.into();
///     let handler = Handler { name: "print".into(), callback };
///     let copy = handler.clone_ref(py);
///     assert!(copy.callback.is(&handler.callback));
/// #   Ok::<_, pyo3::PyErr>(())
/// }).unwrap();
/// ```
///
/// Without a token there is no copy:
///
/// ```compile_fail,E0277
/// # use gilref::for_pyo3::Py;
/// # use pyo3::PyAny;
/// fn twice(object: Py<PyAny>) -> (Py<PyAny>, Py<PyAny>) {
///     (object.clone(), object)
/// }
/// ```
///
/// With one there is:
///
/// ```
/// # use gilref::for_pyo3::Py;
/// # use pyo3::{PyAny, Python};
/// fn twice(object: Py<PyAny>, py: Python<'_>) -> (Py<PyAny>, Py<PyAny>) {
///     (object.clone_ref(py), object)
/// }
/// ```
#[repr(transparent)]
pub struct Py<T>(
    /// Never dropped by PyO3. Owns its reference until `drop` or `into_inner`.
    ManuallyDrop<::pyo3::Py<T>>,
);

impl<T> Py<T> {
    /// A new Python object of the class `T`.
    ///
    /// # Errors
    ///
    /// What Python raises when it makes the object.
    ///
    /// # Example
    ///
    /// ```
    /// # use gilref::for_pyo3::Py;
    /// # use pyo3::Python;
    /// #[pyo3::pyclass]
    /// struct Job {
    ///     #[pyo3(get)]
    ///     number: u32,
    /// }
    ///
    /// # gilref::Python::initialize();
    /// Python::attach(|py| {
    ///     let job = Py::new(py, Job { number: 7 })?;
    ///     assert_eq!(job.borrow(py).number, 7);
    /// #   Ok::<_, pyo3::PyErr>(())
    /// }).unwrap();
    /// ```
    #[inline]
    pub fn new<'py>(
        py: impl GilToken<'py>,
        value: impl Into<PyClassInitializer<T>>,
    ) -> PyResult<Self>
    where
        T: PyClass,
    {
        Bound::new(py.python().into(), value).map(Self::from)
    }

    /// A new reference to the same object.
    ///
    /// # Cost
    ///
    /// That of `pyo3::Py::clone_ref`: one increment; on a free-threaded build, or with `abi3`, a
    /// call.
    #[inline]
    #[must_use]
    pub fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        Self::from_inner(::pyo3::Py::clone_ref(&self.0, py.python().into()))
    }

    /// Drops this reference on a thread that is known to be attached: saves the question that
    /// `Drop` asks.
    ///
    /// # Cost
    ///
    /// One decrement, and the object's destructor if it was the last reference.
    #[inline]
    pub fn drop_ref<'py>(self, py: impl GilToken<'py>) {
        let _attached = py.python();
        // SAFETY: `into_ptr` gave up this reference, and the token proves that this thread is attached.
        unsafe { interpreter::decref(self.into_ptr()) };
    }

    /// This reference together with PyO3's token: what the object's methods are called on.
    ///
    /// # Cost
    ///
    /// None.
    #[inline]
    pub fn bind<'py>(&self, py: impl GilToken<'py>) -> &Bound<'py, T> {
        self.0.bind(py.python().into())
    }

    /// This reference together with PyO3's token, by value.
    #[inline]
    pub fn into_bound<'py>(self, py: impl GilToken<'py>) -> Bound<'py, T> {
        self.into_inner().into_bound(py.python().into())
    }

    /// The object, borrowed from this reference.
    #[inline]
    pub fn bind_borrowed<'a, 'py>(&'a self, py: impl GilToken<'py>) -> Borrowed<'a, 'py, T> {
        self.0.bind_borrowed(py.python().into())
    }

    /// PyO3's own reference, which PyO3 drops.
    #[inline]
    pub fn into_inner(self) -> ::pyo3::Py<T> {
        let mut this = ManuallyDrop::new(self);
        // SAFETY: `this` is neither dropped nor used again.
        unsafe { ManuallyDrop::take(&mut this.0) }
    }

    #[inline]
    pub(super) fn from_inner(theirs: ::pyo3::Py<T>) -> Self {
        Self(ManuallyDrop::new(theirs))
    }

    /// The object's pointer, owned: whoever takes it must release it.
    #[inline]
    #[must_use = "the reference is leaked when nobody releases the pointer"]
    pub fn into_ptr(self) -> *mut ffi::PyObject {
        self.into_inner().into_ptr()
    }

    /// The same reference to an object of any type.
    #[inline]
    pub fn as_any(&self) -> &Py<PyAny> {
        let theirs: *const ::pyo3::Py<PyAny> = self.0.as_any();
        // SAFETY: a `Py` is a reference of PyO3's in two transparent structs, and this one is
        // borrowed for as long as `self`.
        unsafe { &*theirs.cast::<Py<PyAny>>() }
    }

    /// The same reference to an object of any type, by value.
    #[inline]
    pub fn into_any(self) -> Py<PyAny> {
        Py::from_inner(self.into_inner().into_any())
    }

    /// Can't be called: see `clone_needs_token`. Here it also keeps `Deref` from finding the
    /// `Clone` that PyO3's feature `py-clone` gives.
    #[doc(hidden)]
    #[allow(clippy::should_implement_trait)]
    pub fn clone(&self) -> Self
    where
        Self: CloneWithoutToken,
    {
        unreachable!("nothing implements `CloneWithoutToken`")
    }

    /// Can't be called either: `ToOwned` is a `Clone` under another name.
    #[doc(hidden)]
    pub fn to_owned(&self) -> Self
    where
        Self: CloneWithoutToken,
    {
        unreachable!("nothing implements `CloneWithoutToken`")
    }
}

/// Registers gilref's exit callback where a reference comes from Python, so that gilref sees the
/// end of this interpreter even if everybody attaches through PyO3.
#[inline]
pub(super) fn comes_from_python(py: ::pyo3::Python<'_>) {
    lifecycle::ensure_registered(py.into());
}

/// Attached, the count goes down at once; detached, by gilref's policy: see [`pool`](crate::pool).
impl<T> Drop for Py<T> {
    #[inline]
    fn drop(&mut self) {
        let object = self.0.as_ptr();
        if interpreter::is_attached() {
            // SAFETY: this value owns a reference, which nobody uses after `drop`, and this thread
            // is attached.
            unsafe { interpreter::decref(object) };
        } else {
            // SAFETY: PyO3's references are never null.
            pool::drop_detached(unsafe { NonNull::new_unchecked(object) });
        }
    }
}

/// All that PyO3's has, but for what takes it by value.
impl<T> Deref for Py<T> {
    type Target = ::pyo3::Py<T>;

    #[inline]
    fn deref(&self) -> &::pyo3::Py<T> {
        &self.0
    }
}

impl<T> AsRef<::pyo3::Py<PyAny>> for Py<T> {
    #[inline]
    fn as_ref(&self) -> &::pyo3::Py<PyAny> {
        self.0.as_any()
    }
}

impl<T> GilClone for Py<T> {
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        self.clone_ref(py)
    }
}

impl<T> GilDrop for Py<T> {
    #[inline]
    fn drop_ref<'py>(self, py: impl GilToken<'py>) {
        self.drop_ref(py);
    }
}

/// The address, as PyO3's. Never attaches.
impl<T> fmt::Debug for Py<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

const _: () = assert!(mem::size_of::<Option<Py<PyAny>>>() == mem::size_of::<*const ()>());
