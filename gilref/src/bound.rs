//! `Bound`: an owned reference together with a token.

use std::fmt;
use std::mem::ManuallyDrop;
use std::ops::Deref;

use pyo3_ffi as ffi;

use crate::types::{PyAny, PyTypeCheck};
use crate::{
    Borrowed, CastError, CastIntoError, GilClone, GilDrop, GilToken, Py, PyErr, PyResult, Python,
};

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

    /// The object, borrowed from this reference.
    #[inline]
    pub fn as_borrowed(&self) -> Borrowed<'_, 'py, T> {
        Borrowed::from_bound(self)
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

    /// This reference as one to a `U`, if the object is a `U` or an instance of a subclass.
    ///
    /// # Errors
    ///
    /// [`CastError`], when it is not. Its text names the object's type.
    ///
    /// # Example
    ///
    /// ```
    /// # use gilref::{Python, types::{PyDict, PyList}};
    /// # Python::initialize();
    /// # Python::attach(|py| {
    /// let object = py.eval("[1, 2]", None, None).unwrap();
    /// assert_eq!(object.cast::<PyList>().unwrap().len(), 2);
    /// assert_eq!(object.cast::<PyDict>().unwrap_err().to_string(), "'list' object is not an instance of 'dict'");
    /// # });
    /// ```
    #[doc(alias("downcast"))]
    #[inline]
    pub fn cast<U: PyTypeCheck>(&self) -> Result<&Bound<'py, U>, CastError<'_, 'py>> {
        if U::is_type_of(self.as_any()) {
            // SAFETY: the check above says that the object is a `U`.
            Ok(unsafe { self.cast_unchecked() })
        } else {
            Err(CastError::new(self.as_any().as_borrowed(), U::NAME))
        }
    }

    /// Like [`cast`](Self::cast), by value.
    ///
    /// # Errors
    ///
    /// As for [`cast`](Self::cast). The error gives the reference back.
    #[doc(alias("downcast_into"))]
    #[inline]
    pub fn cast_into<U: PyTypeCheck>(self) -> Result<Bound<'py, U>, CastIntoError<'py>> {
        if U::is_type_of(self.as_any()) {
            // SAFETY: the check above says that the object is a `U`.
            Ok(unsafe { self.cast_into_unchecked() })
        } else {
            Err(CastIntoError::new(self.into_any(), U::NAME))
        }
    }

    /// Like [`cast`](Self::cast), but refuses instances of subclasses.
    ///
    /// # Errors
    ///
    /// When the object's type is another one.
    #[doc(alias("downcast_exact"))]
    #[inline]
    pub fn cast_exact<U: PyTypeCheck>(&self) -> Result<&Bound<'py, U>, CastError<'_, 'py>> {
        if U::is_exact_type_of(self.as_any()) {
            // SAFETY: the check above says that the object is a `U`.
            Ok(unsafe { self.cast_unchecked() })
        } else {
            Err(CastError::new(self.as_any().as_borrowed(), U::NAME))
        }
    }

    /// This reference as one to a `U`, without a check.
    ///
    /// # Safety
    ///
    /// The object is an instance of `U`.
    #[inline]
    #[must_use]
    pub unsafe fn cast_unchecked<U>(&self) -> &Bound<'py, U> {
        // SAFETY: every `Bound` has the same layout, and the caller promises that the object is a `U`.
        unsafe { &*(&raw const *self).cast::<Bound<'py, U>>() }
    }

    /// Like [`cast_unchecked`](Self::cast_unchecked), by value.
    ///
    /// # Safety
    ///
    /// The object is an instance of `U`.
    #[inline]
    #[must_use]
    pub unsafe fn cast_into_unchecked<U>(self) -> Bound<'py, U> {
        let py = self.py;
        // SAFETY: the pointer owns the reference that `self` gave up, and the type is right by the
        // caller's promise.
        unsafe { Py::from_owned_ptr(py, self.into_ptr()) }.into_bound(py)
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

    /// Takes over a reference; the pending exception when `ptr` is null.
    ///
    /// # Errors
    ///
    /// The pending exception, which is taken; a `SystemError` when there is none.
    ///
    /// # Safety
    ///
    /// As for [`from_owned_ptr`](Self::from_owned_ptr).
    #[inline]
    pub unsafe fn from_owned_ptr_or_err(
        py: impl GilToken<'py>,
        ptr: *mut ffi::PyObject,
    ) -> PyResult<Self> {
        // SAFETY: the caller's promise.
        Ok(unsafe { Py::from_owned_ptr_or_err(py, ptr) }?.into_bound(py))
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

    /// Takes a new reference; the pending exception when `ptr` is null.
    ///
    /// # Errors
    ///
    /// The pending exception, which is taken; a `SystemError` when there is none.
    ///
    /// # Safety
    ///
    /// As for [`from_borrowed_ptr`](Self::from_borrowed_ptr).
    #[inline]
    pub unsafe fn from_borrowed_ptr_or_err(
        py: impl GilToken<'py>,
        ptr: *mut ffi::PyObject,
    ) -> PyResult<Self> {
        // SAFETY: the caller's promise.
        Ok(unsafe { Py::from_borrowed_ptr_or_err(py, ptr) }?.into_bound(py))
    }
}

impl<T> Drop for Bound<'_, T> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: this value owns a reference, which is not used after `drop`. The token proves that
        // this thread is attached.
        unsafe { ffi::Py_DECREF(self.object.as_ptr()) };
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

/// Python's `repr()`.
impl<T> fmt::Debug for Bound<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let any = self.as_any();
        write_or_name(any, any.repr().and_then(|text| text.to_rust()), f)
    }
}

/// Python's `str()`.
impl<T> fmt::Display for Bound<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let any = self.as_any();
        write_or_name(any, any.str().and_then(|text| text.to_rust()), f)
    }
}

/// Writes the text. If `repr()` or `str()` has raised, writes the name of the type and passes the
/// exception to `sys.unraisablehook`, because `fmt` can't return it.
fn write_or_name(
    any: &Bound<'_, PyAny>,
    text: PyResult<String>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    match text {
        Ok(text) => f.write_str(&text),
        Err(error) => {
            PyErr::write_unraisable(error, any.py(), Some(any));
            write!(f, "<unprintable {} object>", any.get_type().name_lossy())
        }
    }
}
