//! `Borrowed`: a reference to an object that something else keeps alive.

use std::marker::PhantomData;
use std::ops::Deref;
use std::ptr::NonNull;

use pyo3_ffi as ffi;

use crate::marker::PyAny;
use crate::py::null_pointer;
use crate::{Bound, GilClone, GilDrop, GilToken, Py, Python};

/// A borrowed reference: it is not counted, and something else keeps the object alive for `'a`.
///
/// C functions get their arguments as borrowed references. It is `Copy` and derefs to [`Bound`];
/// [`to_owned`](Self::to_owned) makes an owned reference.
///
/// # Example
///
/// ```
/// # use gilref::Python;
/// # Python::initialize();
/// # Python::attach(|py| {
/// let owned = py.eval("[1]", None, None).unwrap();
/// let before = owned.as_unbound().refcnt(py);
/// let borrowed = owned.as_borrowed();
/// let again = borrowed;
/// assert_eq!(again.len().unwrap(), 1);
/// assert_eq!(owned.as_unbound().refcnt(py), before);
/// # });
/// ```
pub struct Borrowed<'a, 'py, T> {
    /// Not owned; alive for `'a`.
    object: NonNull<ffi::PyObject>,
    lender: PhantomData<&'a Py<T>>,
    py: Python<'py>,
}

impl<'a, 'py, T> Borrowed<'a, 'py, T> {
    /// Borrows the object behind a pointer.
    ///
    /// # Panics
    ///
    /// When `ptr` is null.
    ///
    /// # Safety
    ///
    /// `ptr` is null, or points to an object of the type `T` that something keeps alive for all of
    /// `'a`.
    #[inline]
    #[track_caller]
    pub unsafe fn from_ptr(py: impl GilToken<'py>, ptr: *mut ffi::PyObject) -> Self {
        // SAFETY: the caller's promise.
        match unsafe { Self::from_ptr_or_opt(py, ptr) } {
            Some(object) => object,
            None => null_pointer(),
        }
    }

    /// Borrows the object behind a pointer; `None` when it is null.
    ///
    /// # Safety
    ///
    /// As for [`from_ptr`](Self::from_ptr).
    #[inline]
    pub unsafe fn from_ptr_or_opt(py: impl GilToken<'py>, ptr: *mut ffi::PyObject) -> Option<Self> {
        NonNull::new(ptr).map(|object| Self {
            object,
            lender: PhantomData,
            py: py.python(),
        })
    }

    /// A counted reference to the same object.
    ///
    /// # Cost
    ///
    /// One increment.
    #[inline]
    #[must_use]
    pub fn to_owned(self) -> Bound<'py, T> {
        (*self).clone()
    }

    /// The same object as one of any type.
    #[inline]
    #[must_use]
    pub fn to_any(self) -> Borrowed<'a, 'py, PyAny> {
        Borrowed {
            object: self.object,
            lender: PhantomData,
            py: self.py,
        }
    }
}

impl<T> Py<T> {
    /// The object, borrowed from this reference.
    #[inline]
    pub fn bind_borrowed<'a, 'py>(&'a self, py: impl GilToken<'py>) -> Borrowed<'a, 'py, T> {
        // SAFETY: the object is a `T`, and this reference keeps it alive for `'a`.
        unsafe { Borrowed::from_ptr(py, self.as_ptr()) }
    }
}

impl<'py, T> Bound<'py, T> {
    /// The object, borrowed from this reference.
    #[inline]
    pub fn as_borrowed(&self) -> Borrowed<'_, 'py, T> {
        Borrowed {
            // SAFETY: a reference holds a pointer that is not null.
            object: unsafe { NonNull::new_unchecked(self.as_ptr()) },
            lender: PhantomData,
            py: self.py(),
        }
    }
}

impl<'py, T> Deref for Borrowed<'_, 'py, T> {
    type Target = Bound<'py, T>;

    #[inline]
    fn deref(&self) -> &Bound<'py, T> {
        // SAFETY: a `Bound` is a pointer and a token without size, and so is the field `object`.
        // Nothing can be moved out of a `&Bound`, so the reference, which is not owned, is not
        // released.
        unsafe { &*(&raw const self.object).cast::<Bound<'py, T>>() }
    }
}

impl<T> Copy for Borrowed<'_, '_, T> {}

impl<T> Clone for Borrowed<'_, '_, T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> GilClone for Borrowed<'_, '_, T> {
    #[inline]
    fn clone_ref<'py>(&self, _py: impl GilToken<'py>) -> Self {
        *self
    }
}

/// Nothing: the reference is not counted.
impl<T> GilDrop for Borrowed<'_, '_, T> {
    #[inline]
    fn drop_ref<'py>(self, _py: impl GilToken<'py>) {}
}

impl<T> AsRef<Py<PyAny>> for Borrowed<'_, '_, T> {
    #[inline]
    fn as_ref(&self) -> &Py<PyAny> {
        (**self).as_ref()
    }
}

impl<T> From<Borrowed<'_, '_, T>> for Py<T> {
    #[inline]
    fn from(borrowed: Borrowed<'_, '_, T>) -> Self {
        borrowed.to_owned().unbind()
    }
}
