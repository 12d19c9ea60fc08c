//! Conversions between Rust values and Python objects.
//!
//! Kept narrow on purpose: `bool`, the integers, `f64`, text, bytes, `Option`, `Vec`, `HashMap`,
//! `BTreeMap`, tuples, and references themselves. PyO3 has the rest.

mod args;
mod integer;
mod map;
mod plain;
mod reference;
mod sequence;
mod tuple;

pub use args::CallArgs;

use crate::types::PyAny;
use crate::{Borrowed, Bound, PyResult, Python};

/// Rust values that can be made into a Python object.
///
/// # Example
///
/// ```
/// use gilref::conversion::IntoPyObject;
/// use gilref::{PyResult, Python};
///
/// # Python::initialize();
/// Python::attach(|py| -> PyResult<()> {
///     let list = vec![Some(1), None].into_pyobject(py)?;
///     assert_eq!(list.to_string(), "[1, None]");
///     Ok(())
/// })
/// .unwrap();
/// ```
#[doc(alias("ToPyObject", "IntoPy"))]
pub trait IntoPyObject<'py>: Sized {
    /// The object.
    ///
    /// # Errors
    ///
    /// `MemoryError`, and for text with `abi3` what Python's decoder raises.
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>>;

    /// A vector of such values as `bytes`, at once, where that is what it becomes: for `u8`.
    #[doc(hidden)]
    fn vec_as_bytes(_items: &[Self]) -> Option<&[u8]> {
        None
    }
}

/// Rust values that can be read from a Python object, by [`extract`](Bound::extract).
///
/// Values such as `&str` point into the object. They live for `'a`, as long as the object is borrowed.
pub trait FromPyObject<'a, 'py>: Sized {
    /// The value.
    ///
    /// # Errors
    ///
    /// `TypeError` when the object is of another type, `OverflowError` when it does not fit.
    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self>;

    /// A vector of such values from `bytes`, at once, where that means the same as one by one: for
    /// `u8`.
    #[doc(hidden)]
    fn vec_from_bytes(_bytes: &[u8]) -> Option<Vec<Self>> {
        None
    }
}
