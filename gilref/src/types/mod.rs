//! Python's own types, as far as most code needs them.
//!
//! Each is a marker: a value is a `Bound<'py, PyList>`, a `Py<PyList>` and so on, and has that
//! type's methods beside those of every object, which stand with [`Bound<PyAny>`](crate::Bound).
//! The layer is thin on purpose: it holds, passes on and calls objects. For classes, functions and
//! rich conversions there is PyO3, which can be used together with gilref.
//!
//! ```
//! use gilref::{PyResult, Python, types::{PyDict, PyList}};
//!
//! # Python::initialize();
//! Python::attach(|py| -> PyResult<()> {
//!     let numbers = PyList::new(py, [1, 2, 3])?;
//!     let options = PyDict::new(py);
//!     options.set_item("reverse", true)?;
//!     let sorted = py.import("builtins")?.getattr("sorted")?.call((numbers,), Some(&options))?;
//!     assert_eq!(sorted.extract::<Vec<i32>>()?, [3, 2, 1]);
//!     Ok(())
//! })
//! .unwrap();
//! ```

mod any;
mod bytes;
mod code;
mod dict;
mod dict_iter;
mod format;
mod iterator;
mod list;
mod list_iter;
mod module;
mod number;
mod string;
mod tuple;
mod tuple_iter;
mod r#type;

use pyo3_ffi as ffi;

pub use dict_iter::DictIter;
pub use iterator::Iter;
pub use list_iter::ListIter;
pub use tuple_iter::TupleIter;

use crate::Bound;
pub use crate::marker::{
    PyAny, PyBool, PyBytes, PyDict, PyFloat, PyInt, PyList, PyModule, PyString, PyTuple, PyType,
};

/// A type that an object can be asked for: what [`cast`](Bound::cast) needs.
///
/// # Safety
///
/// An object for which one of the two functions answers `true` is an instance of the type, and
/// stays one.
pub unsafe trait PyTypeCheck {
    /// The type's name, for error texts.
    const NAME: &'static str;

    /// Whether the object is an instance of the type or of a subclass.
    fn is_type_of(object: &Bound<'_, PyAny>) -> bool;

    /// Whether the object is an instance of the type itself.
    fn is_exact_type_of(object: &Bound<'_, PyAny>) -> bool;
}

/// Implements what each marker of one of CPython's built-in types has.
macro_rules! builtin_type {
    ($name:ident, $python:literal, $check:path, $check_exact:path) => {
        impl $crate::bound::DerefToPyAny for $name {}

        // SAFETY: CPython's own check, which reads the object's type.
        unsafe impl $crate::types::PyTypeCheck for $name {
            const NAME: &'static str = $python;

            #[inline]
            fn is_type_of(object: &$crate::Bound<'_, $crate::marker::PyAny>) -> bool {
                // SAFETY: the object is alive, and the thread is attached, by the token in it.
                unsafe { $check(object.as_ptr()) != 0 }
            }

            #[inline]
            fn is_exact_type_of(object: &$crate::Bound<'_, $crate::marker::PyAny>) -> bool {
                // SAFETY: as above.
                unsafe { $check_exact(object.as_ptr()) != 0 }
            }
        }
    };
}
use builtin_type;

/// CPython's sizes are signed and never negative; -1 stands for an exception.
fn size(size: ffi::Py_ssize_t) -> Option<usize> {
    usize::try_from(size).ok()
}

/// A position that does not fit CPython's signed size is out of range of every object.
pub(crate) fn position(index: usize) -> ffi::Py_ssize_t {
    ffi::Py_ssize_t::try_from(index).unwrap_or(ffi::Py_ssize_t::MAX)
}
