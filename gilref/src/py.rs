//! `Py`: an owned reference, which may be held without a token and is used with one.

use std::fmt;
use std::marker::PhantomData;
use std::mem::{self, ManuallyDrop};
use std::ptr::NonNull;

use pyo3_ffi as ffi;

use crate::marker::PyAny;
use crate::{GilClone, GilDrop, GilToken, interpreter, pool};

/// An owned reference to a Python object, which may be kept anywhere and sent to any thread.
///
/// Using the object takes a token: call [`bind`](Self::bind), and then the methods of
/// [`Bound`](crate::Bound).
/// Copying the reference takes a token too, because it changes a count that only an attached thread
/// may change. So `Py` has [`clone_ref`](Self::clone_ref) and **no `Clone`**, and a struct that
/// holds a `Py` derives [`GilClone`](derive@crate::GilClone).
///
/// You get one from [`Bound::unbind`](crate::Bound::unbind), from [`extract`](crate::Bound::extract),
/// or from a pointer.
///
/// # Compared with `Arc<T>`
///
/// As with an `Arc`, the object is destroyed when its last reference is dropped. Other than with an
/// `Arc`, the count is Python's: references that Python code has are counted too.
///
/// # Dropping
///
/// On an attached thread the count goes down at once, and the object's destructor may run. On a
/// detached thread the reference is put aside and released later, see [`pool`](crate::pool). When
/// the interpreter has ended, the reference is leaked, because nothing can release it. Each drop
/// asks CPython whether the thread is attached; [`drop_ref`](Self::drop_ref) does not ask.
///
/// A thread that drops references ends before the interpreter does. From Python 3.12 on a detached drop
/// looks at the object, and should the interpreter end within these few instructions, the object may be
/// gone. Before and after them a drop does no harm, however late.
///
/// In the `__traverse__` of a PyO3 class, with the feature `pyo3`, a drop is deferred. Python's
/// `gc.get_referents` and `gc.get_referrers` call `__traverse__` too, and gilref can't see it. So drop
/// nothing in there, and visit only.
///
/// Sub-interpreters are not supported: what is dropped detached is released in the main interpreter.
///
/// # Memory layout
///
/// A pointer that is not null. `Option<Py<T>>` has the same size.
///
/// # Example
///
/// ```
/// use gilref::{Py, Python, types::PyAny};
///
/// Python::initialize();
/// let list: Py<PyAny> = Python::attach(|py| py.eval("[1, 2, 3]", None, None).unwrap().unbind());
///
/// let copy = Python::attach(|py| list.clone_ref(py));
/// std::thread::spawn(move || {
///     Python::attach(|py| assert_eq!(copy.bind(py).len().unwrap(), 3));
///     // `copy` is dropped detached here, and released at the next attach.
/// })
/// .join()
/// .unwrap();
/// ```
///
/// Without a token there is no copy:
///
#[cfg_attr(not(feature = "py-clone"), doc = "```compile_fail,E0277")]
#[cfg_attr(feature = "py-clone", doc = "```")]
/// # use gilref::{Py, types::PyAny};
/// fn twice(list: Py<PyAny>) -> (Py<PyAny>, Py<PyAny>) {
///     (list.clone(), list)
/// }
/// ```
///
/// With one there is:
///
/// ```
/// # use gilref::{Py, Python, types::PyAny};
/// fn twice(list: Py<PyAny>, py: Python<'_>) -> (Py<PyAny>, Py<PyAny>) {
///     (list.clone_ref(py), list)
/// }
/// ```
#[doc(alias("PyObject"))]
#[repr(transparent)]
pub struct Py<T> {
    /// Owned: the object's count includes this value. Points to a live object until the interpreter
    /// ends.
    object: NonNull<ffi::PyObject>,
    /// `T` is the object's type. There is no value of type `T` in here.
    kind: PhantomData<fn() -> T>,
}

// SAFETY: without a token a `Py` can only be moved, compared by address and dropped, and the drop
// asks CPython whether this thread may release. Everything else takes a token, and so is done by an
// attached thread, as CPython requires.
unsafe impl<T> Send for Py<T> {}
// SAFETY: as above.
unsafe impl<T> Sync for Py<T> {}

impl<T> Py<T> {
    /// A new reference to the same object.
    ///
    /// # Cost
    ///
    /// One increment; on a free-threaded build, or with `abi3`, a call.
    #[doc(alias("Py_INCREF", "Py_IncRef", "Py_NewRef"))]
    #[inline]
    #[must_use]
    pub fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        let _attached = py.python();
        // SAFETY: the object is alive, as `self` owns a reference, and the token proves that this
        // thread is attached.
        unsafe { ffi::Py_INCREF(self.as_ptr()) };
        Self {
            object: self.object,
            kind: PhantomData,
        }
    }

    /// Drops this reference on a thread that is known to be attached. `Drop` would have to ask CPython
    /// whether it is.
    ///
    /// # Cost
    ///
    /// One decrement, and the object's destructor if it was the last reference.
    #[doc(alias("Py_DECREF", "Py_DecRef"))]
    #[inline]
    pub fn drop_ref<'py>(self, py: impl GilToken<'py>) {
        let _attached = py.python();
        // SAFETY: `into_ptr` gave up this reference, and the token proves that this thread is
        // attached.
        unsafe { interpreter::decref(self.into_ptr()) };
    }

    /// The object's pointer, borrowed: valid while `self` is.
    #[inline]
    pub fn as_ptr(&self) -> *mut ffi::PyObject {
        self.object.as_ptr()
    }

    /// The object's pointer, owned: whoever takes it must release it.
    #[inline]
    #[must_use = "the reference is leaked when nobody releases the pointer"]
    pub fn into_ptr(self) -> *mut ffi::PyObject {
        ManuallyDrop::new(self).object.as_ptr()
    }

    /// Whether both refer to the same object, as Python's `is`.
    #[inline]
    pub fn is<U: AsRef<Py<PyAny>>>(&self, other: U) -> bool {
        self.object == other.as_ref().object
    }

    /// Whether the object is `None`.
    #[inline]
    pub fn is_none<'py>(&self, py: impl GilToken<'py>) -> bool {
        let _attached = py.python();
        // SAFETY: the address of a static object.
        self.as_ptr() == unsafe { ffi::Py_None() }
    }

    /// The same reference to an object of any type.
    #[inline]
    pub fn as_any(&self) -> &Py<PyAny> {
        // SAFETY: the layout does not depend on `T`, and every object is a `PyAny`.
        unsafe { &*(&raw const *self).cast::<Py<PyAny>>() }
    }

    /// The same reference to an object of any type, by value.
    #[inline]
    pub fn into_any(self) -> Py<PyAny> {
        Py {
            object: ManuallyDrop::new(self).object,
            kind: PhantomData,
        }
    }

    /// The object's reference count: one less than `sys.getrefcount` says, which counts its own
    /// argument. For tests and debugging. Immortal objects have a large constant count, and on a
    /// free-threaded build other threads may change the count at any time.
    #[doc(alias("Py_REFCNT", "getrefcount"))]
    #[inline]
    pub fn refcnt<'py>(&self, py: impl GilToken<'py>) -> isize {
        let _attached = py.python();
        // SAFETY: the object is alive, and the token proves that this thread is attached.
        unsafe { ffi::Py_REFCNT(self.as_ptr()) }
    }

    /// Takes over a reference.
    ///
    /// # Panics
    ///
    /// When `ptr` is null.
    ///
    /// # Safety
    ///
    /// `ptr` is null, or points to a live object of the type `T`, and the caller owns a reference,
    /// which is given up.
    ///
    /// # Example
    ///
    /// ```
    /// # use gilref::{Py, Python, types::PyAny};
    /// # use pyo3_ffi as ffi;
    /// # Python::initialize();
    /// Python::attach(|py| {
    ///     // SAFETY: `PyList_New` returns a new reference, or null with an exception.
    ///     let list: Py<PyAny> = unsafe { Py::from_owned_ptr_or_err(py, ffi::PyList_New(0)) }?;
    ///     assert_eq!(list.refcnt(py), 1);
    /// #   Ok::<_, gilref::PyErr>(())
    /// }).unwrap();
    /// ```
    #[inline]
    #[track_caller]
    pub unsafe fn from_owned_ptr<'py>(py: impl GilToken<'py>, ptr: *mut ffi::PyObject) -> Self {
        // SAFETY: the caller's promise.
        match unsafe { Self::from_owned_ptr_or_opt(py, ptr) } {
            Some(object) => object,
            None => null_pointer(),
        }
    }

    /// Takes over a reference; `None` when `ptr` is null.
    ///
    /// # Safety
    ///
    /// As for [`from_owned_ptr`](Self::from_owned_ptr).
    #[inline]
    pub unsafe fn from_owned_ptr_or_opt<'py>(
        _py: impl GilToken<'py>,
        ptr: *mut ffi::PyObject,
    ) -> Option<Self> {
        NonNull::new(ptr).map(|object| Self {
            object,
            kind: PhantomData,
        })
    }

    /// Takes over a reference without a token, because no count changes.
    ///
    /// # Safety
    ///
    /// `ptr` points to a live object of the type `T`, and the caller owns a reference, which is
    /// given up.
    #[cfg(feature = "pyo3")]
    #[inline]
    pub(crate) unsafe fn from_moved_ptr(ptr: *mut ffi::PyObject) -> Self {
        Self {
            // SAFETY: the caller's promise.
            object: unsafe { NonNull::new_unchecked(ptr) },
            kind: PhantomData,
        }
    }

    /// Takes a new reference.
    ///
    /// # Panics
    ///
    /// When `ptr` is null.
    ///
    /// # Safety
    ///
    /// `ptr` is null, or points to a live object of the type `T`.
    #[inline]
    #[track_caller]
    pub unsafe fn from_borrowed_ptr<'py>(py: impl GilToken<'py>, ptr: *mut ffi::PyObject) -> Self {
        // SAFETY: the caller's promise.
        match unsafe { Self::from_borrowed_ptr_or_opt(py, ptr) } {
            Some(object) => object,
            None => null_pointer(),
        }
    }

    /// Takes a new reference; `None` when `ptr` is null.
    ///
    /// # Safety
    ///
    /// As for [`from_borrowed_ptr`](Self::from_borrowed_ptr).
    #[inline]
    pub unsafe fn from_borrowed_ptr_or_opt<'py>(
        py: impl GilToken<'py>,
        ptr: *mut ffi::PyObject,
    ) -> Option<Self> {
        let _attached = py.python();
        let object = NonNull::new(ptr)?;
        // SAFETY: the object is alive, and the token proves that this thread is attached.
        unsafe { ffi::Py_INCREF(ptr) };
        Some(Self {
            object,
            kind: PhantomData,
        })
    }
}

#[cold]
#[track_caller]
pub(crate) fn null_pointer() -> ! {
    panic!("expected a Python object, got a null pointer")
}

impl<T> Drop for Py<T> {
    #[inline]
    fn drop(&mut self) {
        if interpreter::is_attached() {
            // SAFETY: this value owns a reference, which is not used after `drop`, and this thread is
            // attached.
            unsafe { interpreter::decref(self.object.as_ptr()) };
        } else {
            pool::drop_detached(self.object);
        }
    }
}

// SAFETY: a `Py` does nothing with its object unless it is given a token.
#[cfg(feature = "nightly")]
unsafe impl<T> crate::ungil::Ungil for Py<T> {}
// SAFETY: as above, for PyO3's own trait.
#[cfg(all(feature = "nightly", feature = "pyo3"))]
unsafe impl<T> pyo3::marker::Ungil for Py<T> {}

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

/// Panics on a detached thread: for code that can't be moved to [`clone_ref`](Py::clone_ref) yet.
#[cfg(feature = "py-clone")]
impl<T> Clone for Py<T> {
    /// A new reference to the same object.
    ///
    /// # Panics
    ///
    /// When this thread is not attached to the interpreter.
    #[track_caller]
    #[inline]
    fn clone(&self) -> Self {
        assert!(
            interpreter::is_attached(),
            "a Python reference was cloned on a thread that is not attached to the interpreter: \
             use `clone_ref` with a token, or `Python::attach`"
        );
        // SAFETY: the assertion above holds, so this thread is attached.
        self.clone_ref(unsafe { crate::Python::assume_attached() })
    }
}

impl<T> AsRef<Py<PyAny>> for Py<T> {
    #[inline]
    fn as_ref(&self) -> &Py<PyAny> {
        self.as_any()
    }
}

/// The address. Never attaches. For Python's `repr()`, use `Debug` of [`Bound`](crate::Bound).
impl<T> fmt::Debug for Py<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Py").field(&self.as_ptr()).finish()
    }
}

const _: () = assert!(mem::size_of::<Py<PyAny>>() == mem::size_of::<*const ()>());
const _: () = assert!(mem::size_of::<Option<Py<PyAny>>>() == mem::size_of::<*const ()>());
