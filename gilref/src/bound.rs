//! `Bound`: an owned reference together with a token.

use std::mem::ManuallyDrop;
use std::ops::Deref;

use pyo3_ffi as ffi;

use crate::marker::{PyAny, PyType};
use crate::{GilClone, GilDrop, GilToken, Py, Python, interpreter};

/// A [`Py`] together with a token, which proves that this thread is attached. The methods of Python
/// objects are on this type.
///
/// It can't leave the thread or outlive the attachment that its token is of. It carries a token, so
/// it has `Clone`, and dropping it releases the reference at once. `Debug` is Python's `repr()`,
/// `Display` is `str()`.
///
/// If `T` is one of the types in [`types`](crate::types), `Bound<T>` has the methods of that type,
/// and derefs to `Bound<PyAny>`, which has the methods of every object. For any other `T`, call
/// [`as_any`](Self::as_any).
///
/// # Memory layout
///
/// The same as a [`Py`].
///
/// # Example
///
/// ```
/// # use gilref::{PyResult, Python};
/// # Python::initialize();
/// Python::attach(|py| -> PyResult<()> {
///     let greeting = py.eval("'hello'", None, None)?;
///     let shout = greeting.call_method0("upper")?;
///     assert_eq!(shout.to_string(), "HELLO");
///     assert_eq!(format!("{shout:?}"), "'HELLO'");
///     Ok(())
/// })
/// .unwrap();
/// ```
#[repr(transparent)]
pub struct Bound<'py, T> {
    /// Dropped by this type's `Drop`, which does not ask whether the thread is attached.
    object: ManuallyDrop<Py<T>>,
    py: Python<'py>,
}

impl<T> Py<T> {
    /// This reference together with a token, to call the object's methods on.
    ///
    /// # Cost
    ///
    /// None.
    #[inline]
    pub fn bind<'py>(&self, py: impl GilToken<'py>) -> &Bound<'py, T> {
        let _attached = py.python();
        // SAFETY: a `Bound` is a transparent struct of a `Py` and a token without size, so both have
        // the same layout. The caller has a token, and `self` stays borrowed as long as the result.
        unsafe { &*(&raw const *self).cast::<Bound<'py, T>>() }
    }

    /// This reference together with a token, by value.
    #[inline]
    pub fn into_bound<'py>(self, py: impl GilToken<'py>) -> Bound<'py, T> {
        Bound::from_py(py.python(), self)
    }
}

impl<'py, T> Bound<'py, T> {
    #[inline]
    pub(crate) fn from_py(py: Python<'py>, object: Py<T>) -> Self {
        Self {
            object: ManuallyDrop::new(object),
            py,
        }
    }

    /// The token.
    #[inline]
    #[must_use]
    pub fn py(&self) -> Python<'py> {
        self.py
    }

    /// The reference without the token, by value.
    ///
    /// # Cost
    ///
    /// None.
    #[inline]
    #[must_use]
    pub fn unbind(self) -> Py<T> {
        let this = ManuallyDrop::new(self);
        // SAFETY: `this` is never dropped, so the reference is moved out only once.
        unsafe { std::ptr::read(&raw const *this.object) }
    }

    /// The reference without the token.
    #[inline]
    #[must_use]
    pub fn as_unbound(&self) -> &Py<T> {
        &self.object
    }

    /// The same reference to an object of any type.
    #[inline]
    pub fn as_any(&self) -> &Bound<'py, PyAny> {
        self.object.as_any().bind(self.py)
    }

    /// The same reference to an object of any type, by value.
    #[inline]
    #[must_use]
    pub fn into_any(self) -> Bound<'py, PyAny> {
        let py = self.py;
        self.unbind().into_any().into_bound(py)
    }

    /// The object's pointer, borrowed: valid while `self` is.
    #[inline]
    #[must_use]
    pub fn as_ptr(&self) -> *mut ffi::PyObject {
        self.object.as_ptr()
    }

    /// The object's pointer, owned: whoever takes it must release it.
    #[inline]
    #[must_use = "the reference is leaked when nobody releases the pointer"]
    pub fn into_ptr(self) -> *mut ffi::PyObject {
        self.unbind().into_ptr()
    }

    /// Whether both refer to the same object, as Python's `is`.
    #[inline]
    pub fn is<U: AsRef<Py<PyAny>>>(&self, other: U) -> bool {
        self.object.is(other)
    }
}

impl<'py> Bound<'py, PyAny> {
    /// Takes over a reference.
    ///
    /// # Panics
    ///
    /// When `ptr` is null.
    ///
    /// # Safety
    ///
    /// `ptr` is null, or points to a live object, and the caller owns a reference, which is given
    /// up.
    #[inline]
    #[track_caller]
    pub unsafe fn from_owned_ptr(py: impl GilToken<'py>, ptr: *mut ffi::PyObject) -> Self {
        // SAFETY: the caller's promise.
        unsafe { Py::from_owned_ptr(py, ptr) }.into_bound(py)
    }

    /// Takes over a reference; `None` when `ptr` is null.
    ///
    /// # Safety
    ///
    /// As for [`from_owned_ptr`](Self::from_owned_ptr).
    #[inline]
    pub unsafe fn from_owned_ptr_or_opt(
        py: impl GilToken<'py>,
        ptr: *mut ffi::PyObject,
    ) -> Option<Self> {
        // SAFETY: the caller's promise.
        Some(unsafe { Py::from_owned_ptr_or_opt(py, ptr) }?.into_bound(py))
    }

    /// Takes a new reference.
    ///
    /// # Panics
    ///
    /// When `ptr` is null.
    ///
    /// # Safety
    ///
    /// `ptr` is null, or points to a live object.
    #[inline]
    #[track_caller]
    pub unsafe fn from_borrowed_ptr(py: impl GilToken<'py>, ptr: *mut ffi::PyObject) -> Self {
        // SAFETY: the caller's promise.
        unsafe { Py::from_borrowed_ptr(py, ptr) }.into_bound(py)
    }

    /// Takes a new reference; `None` when `ptr` is null.
    ///
    /// # Safety
    ///
    /// As for [`from_borrowed_ptr`](Self::from_borrowed_ptr).
    #[inline]
    pub unsafe fn from_borrowed_ptr_or_opt(
        py: impl GilToken<'py>,
        ptr: *mut ffi::PyObject,
    ) -> Option<Self> {
        // SAFETY: the caller's promise.
        Some(unsafe { Py::from_borrowed_ptr_or_opt(py, ptr) }?.into_bound(py))
    }

    /// `type(self)`.
    #[must_use]
    pub fn get_type(&self) -> Bound<'py, PyType> {
        // SAFETY: attached, by the token in `self`, which is alive. A borrowed reference to a type.
        let kind = unsafe { ffi::Py_TYPE(self.as_ptr()) };
        // SAFETY: an object's type is alive while the object is.
        unsafe { Py::from_borrowed_ptr(self.py(), kind.cast()) }.into_bound(self.py())
    }
}

impl<T> Drop for Bound<'_, T> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: this value owns a reference, which is not used after `drop`. The token proves that
        // this thread is attached.
        unsafe { interpreter::decref(self.object.as_ptr()) };
    }
}

/// Takes no token, because a `Bound` carries one.
impl<T> Clone for Bound<'_, T> {
    #[inline]
    fn clone(&self) -> Self {
        Self::from_py(self.py, Py::clone_ref(&self.object, self.py))
    }
}

impl<T> GilClone for Bound<'_, T> {
    #[inline]
    fn clone_ref<'py>(&self, _py: impl GilToken<'py>) -> Self {
        self.clone()
    }
}

/// As its `Drop`, which asks nothing: the token is inside.
impl<T> GilDrop for Bound<'_, T> {
    #[inline]
    fn drop_ref<'py>(self, _py: impl GilToken<'py>) {}
}

/// Types whose objects have methods of their own beside those of [`PyAny`].
#[doc(hidden)]
pub trait DerefToPyAny {}

impl<'py, T: DerefToPyAny> Deref for Bound<'py, T> {
    type Target = Bound<'py, PyAny>;

    #[inline]
    fn deref(&self) -> &Bound<'py, PyAny> {
        self.as_any()
    }
}

impl<T> AsRef<Py<PyAny>> for Bound<'_, T> {
    #[inline]
    fn as_ref(&self) -> &Py<PyAny> {
        self.object.as_any()
    }
}

impl<'py, T> AsRef<Bound<'py, PyAny>> for Bound<'py, T> {
    #[inline]
    fn as_ref(&self) -> &Bound<'py, PyAny> {
        self.as_any()
    }
}

impl<T> From<Bound<'_, T>> for Py<T> {
    #[inline]
    fn from(bound: Bound<'_, T>) -> Self {
        bound.unbind()
    }
}

impl<T> From<&Bound<'_, T>> for Py<T> {
    #[inline]
    fn from(bound: &Bound<'_, T>) -> Self {
        bound.clone().unbind()
    }
}
