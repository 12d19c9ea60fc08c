//! Tuples of up to twelve values, from and to `tuple`.

use pyo3_ffi as ffi;

use super::{CallArgs, FromPyObject, IntoPyObject};
use crate::types::{PyAny, PyTuple, position};
use crate::{Borrowed, Bound, PyErr, PyResult, Python};

/// The items of a `tuple` that has `N` of them, borrowed as long as the tuple is.
///
/// # Errors
///
/// `TypeError` when it is no tuple, `ValueError` when it has another length.
fn items<'a, 'py, const N: usize>(
    object: Borrowed<'a, 'py, PyAny>,
) -> PyResult<[Borrowed<'a, 'py, PyAny>; N]> {
    let py = object.py();
    let length = object.cast::<PyTuple>()?.len();
    if length != N {
        let message = format!("expected a tuple of {N} items, got one of {length}");
        return Err(PyErr::value_error(py, &message));
    }
    Ok(std::array::from_fn(|index| {
        // SAFETY: attached, by the token in `object`, which is a tuple with an item at this position. A
        // borrowed reference.
        let item = unsafe { ffi::PyTuple_GetItem(object.as_ptr(), position(index)) };
        // SAFETY: a tuple never changes, so that it keeps its items alive as long as it is alive itself.
        unsafe { Borrowed::from_ptr(py, item) }
    }))
}

macro_rules! tuples {
    ($($first:ident $($rest:ident)*)?) => {$(
        /// From a `tuple` of this length.
        impl<'a, 'py, $first, $($rest),*> FromPyObject<'a, 'py> for ($first, $($rest,)*)
        where
            $first: FromPyObject<'a, 'py>,
            $($rest: FromPyObject<'a, 'py>,)*
        {
            #[allow(non_snake_case, reason = "an item is named as its type parameter")]
            fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
                let [$first, $($rest),*] = items(object)?;
                Ok((FromPyObject::extract($first)?, $(FromPyObject::extract($rest)?,)*))
            }
        }

        /// A `tuple`.
        impl<'py, $first, $($rest),*> IntoPyObject<'py> for ($first, $($rest,)*)
        where
            $first: IntoPyObject<'py>,
            $($rest: IntoPyObject<'py>,)*
        {
            fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                Ok(self.into_args(py)?.into_any())
            }
        }

        tuples!($($rest)*);
    )?};
}
tuples!(A B C D E F G H I J K L);
