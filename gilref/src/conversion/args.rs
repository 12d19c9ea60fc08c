//! Call arguments: what can be passed as the positional arguments of a call.

use super::IntoPyObject;
use crate::types::{PyList, PyTuple};
use crate::{Bound, PyResult, Python};

/// The positional arguments of a call: a Rust tuple of up to twelve values, or a Python tuple.
///
/// # Example
///
/// ```
/// # use gilref::{PyResult, Python};
/// # Python::initialize();
/// # Python::attach(|py| -> PyResult<()> {
/// let max = py.import("builtins")?.getattr("max")?;
/// assert_eq!(max.call1((3, 7.5))?.extract::<f64>()?, 7.5);
/// # Ok(()) }).unwrap();
/// ```
pub trait CallArgs<'py> {
    /// The arguments as a Python tuple.
    ///
    /// # Errors
    ///
    /// What the conversion of a value raises.
    fn into_args(self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>>;
}

impl<'py> CallArgs<'py> for Bound<'py, PyTuple> {
    fn into_args(self, _: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        Ok(self)
    }
}

impl<'py> CallArgs<'py> for &Bound<'py, PyTuple> {
    fn into_args(self, _: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        Ok(self.clone())
    }
}

impl<'py> CallArgs<'py> for () {
    fn into_args(self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        Ok(PyTuple::empty(py))
    }
}

macro_rules! tuples {
    ($first:ident $($rest:ident)*) => {
        impl<'py, $first: IntoPyObject<'py>, $($rest: IntoPyObject<'py>),*> CallArgs<'py> for ($first, $($rest,)*) {
            #[allow(non_snake_case, reason = "a value is named as its type parameter")]
            fn into_args(self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
                let ($first, $($rest,)*) = self;
                let args = PyList::empty(py);
                args.append($first)?;
                $(args.append($rest)?;)*
                PyTuple::from_list(&args)
            }
        }
        tuples!($($rest)*);
    };
    () => {};
}
tuples!(A B C D E F G H I J K L);
