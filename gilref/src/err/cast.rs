//! Cast errors: the object is of another type than the cast asked for.

use std::error::Error;
use std::fmt;

use crate::types::PyAny;
use crate::{Borrowed, Bound, PyErr};

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
        object.get_type().name_lossy()
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
