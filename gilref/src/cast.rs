//! Casts: check an object's type, and give its reference that type.

use std::error::Error;
use std::fmt;

use crate::err::type_name;
use crate::types::{PyAny, PyTypeCheck};
use crate::{Borrowed, Bound, Py, PyErr};

impl<'py, T> Bound<'py, T> {
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
        let py = self.py();
        // SAFETY: the pointer owns the reference that `self` gave up, and the type is right by the
        // caller's promise.
        unsafe { Py::from_owned_ptr(py, self.into_ptr()) }.into_bound(py)
    }
}

/// The object is not of the type that [`cast`](Bound::cast) asked for.
///
/// Its text is made when it is printed, so that a failed cast is cheap.
#[derive(Debug)]
pub struct CastError<'a, 'py> {
    object: Borrowed<'a, 'py, PyAny>,
    wanted: &'static str,
}

impl<'a, 'py> CastError<'a, 'py> {
    pub(crate) fn new(object: Borrowed<'a, 'py, PyAny>, wanted: &'static str) -> Self {
        Self { object, wanted }
    }
}

/// The object is not of the type that [`cast_into`](Bound::cast_into) asked for.
#[derive(Debug)]
pub struct CastIntoError<'py> {
    object: Bound<'py, PyAny>,
    wanted: &'static str,
}

impl<'py> CastIntoError<'py> {
    pub(crate) fn new(object: Bound<'py, PyAny>, wanted: &'static str) -> Self {
        Self { object, wanted }
    }

    /// The object, given back.
    #[must_use]
    pub fn into_inner(self) -> Bound<'py, PyAny> {
        self.object
    }
}

fn describe(object: &Bound<'_, PyAny>, wanted: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(
        f,
        "'{}' object is not an instance of '{wanted}'",
        type_name(object)
    )
}

impl fmt::Display for CastError<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        describe(&self.object, self.wanted, f)
    }
}

impl fmt::Display for CastIntoError<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        describe(&self.object, self.wanted, f)
    }
}

impl Error for CastError<'_, '_> {}
impl Error for CastIntoError<'_> {}

impl From<CastError<'_, '_>> for PyErr {
    fn from(error: CastError<'_, '_>) -> Self {
        PyErr::type_error(error.object.py(), &error.to_string())
    }
}

impl From<CastIntoError<'_>> for PyErr {
    fn from(error: CastIntoError<'_>) -> Self {
        PyErr::type_error(error.object.py(), &error.to_string())
    }
}
