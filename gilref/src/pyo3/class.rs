//! Classes of PyO3: traits that copy a value out of an object and into one. The code that the
//! derive writes for `#[gil_clone(from_py_object, into_py_object)]` calls them.

use ::pyo3::pyclass::{PyClassGuard, PyClassGuardError};
use ::pyo3::{Borrowed, Bound, IntoPyObject, PyAny, PyClass, PyErr, Python};

use crate::GilClone;

/// A class of PyO3's, which can be copied from an object of it.
///
/// Not a subtrait of `PyClass`: the compiler would speak of that one to whoever forgot `#[pyclass]`.
#[diagnostic::on_unimplemented(
    message = "`from_py_object` needs a `#[pyclass]`",
    label = "`{Self}` is no class"
)]
pub trait Class: Sized {
    /// A copy of the value in an object of the class, or of a class that is derived from it.
    ///
    /// # Errors
    ///
    /// For an object of another class, and for one that is mutably borrowed.
    fn copy_from_object<'a, 'py>(
        object: Borrowed<'a, 'py, PyAny>,
    ) -> Result<Self, PyClassGuardError<'a, 'py>>;
}

#[diagnostic::do_not_recommend]
impl<T: PyClass + GilClone> Class for T {
    #[inline]
    fn copy_from_object<'a, 'py>(
        object: Borrowed<'a, 'py, PyAny>,
    ) -> Result<Self, PyClassGuardError<'a, 'py>> {
        let guard: PyClassGuard<'_, T> = object.extract()?;
        Ok(guard.clone_ref(object.py()))
    }
}

/// A class whose values become objects by themselves.
#[diagnostic::on_unimplemented(
    message = "`into_py_object` needs a `#[pyclass]` without `extends`",
    label = "`{Self}` is no such class",
    note = "an object of a class with `extends` needs a value of the base class too: \
            where others hold such objects, they hold a `Py<{Self}>`"
)]
pub trait IntoObject: Class {
    /// An object with a copy of the value, made as PyO3 makes one of the value itself: where the
    /// class is an enum with fields, an object of the variant's class.
    ///
    /// # Errors
    ///
    /// As PyO3's `into_pyobject`.
    fn copy_into_object<'py>(&self, py: Python<'py>) -> Result<Bound<'py, Self>, PyErr>;
}

#[diagnostic::do_not_recommend]
impl<T> IntoObject for T
where
    T: PyClass + GilClone,
    T: for<'py> IntoPyObject<'py, Target = T, Output = Bound<'py, T>, Error = PyErr>,
{
    #[inline]
    fn copy_into_object<'py>(&self, py: Python<'py>) -> Result<Bound<'py, Self>, PyErr> {
        self.clone_ref(py).into_pyobject(py)
    }
}
