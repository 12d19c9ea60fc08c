//! Iterators: Python's iteration as a Rust iterator.

use std::iter::FusedIterator;

use pyo3_ffi as ffi;

use super::PyAny;
use crate::interpreter::run_python;
use crate::{Bound, PyErr, PyResult};

/// The items of an object, from [`iter`](Bound::iter). Ends after the first error.
#[derive(Debug)]
pub struct Iter<'py> {
    /// An iterator, until it ends.
    iterator: Option<Bound<'py, PyAny>>,
}

impl<'py> Iter<'py> {
    /// # Safety
    ///
    /// `iterator` is what `PyObject_GetIter` returned.
    pub(super) unsafe fn over(iterator: Bound<'py, PyAny>) -> Self {
        Self {
            iterator: Some(iterator),
        }
    }
}

impl<'py> Iterator for Iter<'py> {
    type Item = PyResult<Bound<'py, PyAny>>;

    fn next(&mut self) -> Option<Self::Item> {
        let iterator = self.iterator.as_ref()?;
        let py = iterator.py();
        // SAFETY: attached, by the token in `iterator`, which is an iterator, as `over` was promised.
        let item = run_python(|| unsafe { ffi::PyIter_Next(iterator.as_ptr()) });
        // SAFETY: a new reference; null at the end, or with an exception.
        if let Some(item) = unsafe { Bound::from_owned_ptr_or_opt(py, item) } {
            return Some(Ok(item));
        }
        self.iterator = None;
        PyErr::take(py).map(Err)
    }
}

impl FusedIterator for Iter<'_> {}
