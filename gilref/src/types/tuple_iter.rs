//! Tuple iterator: Rust's `for` over a `tuple`.

use std::iter::FusedIterator;
use std::ops::Range;

use super::{PyAny, PyTuple};
use crate::Bound;

/// The items of a tuple, from `for item in &tuple`. A tuple does not change.
///
/// # Example
///
/// ```
/// # use gilref::{PyResult, Python, types::PyTuple};
/// # Python::initialize();
/// # Python::attach(|py| -> PyResult<()> {
/// let tuple = PyTuple::new(py, [1, 2])?;
/// let sum = tuple.into_iter().map(|item| item.extract::<i32>()).sum::<PyResult<i32>>()?;
/// assert_eq!(sum, 3);
/// # Ok(()) }).unwrap();
/// ```
#[derive(Debug)]
pub struct TupleIter<'py> {
    tuple: Bound<'py, PyTuple>,
    /// The positions that are left.
    left: Range<usize>,
}

impl<'py> Iterator for TupleIter<'py> {
    type Item = Bound<'py, PyAny>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.tuple.get_item(self.left.next()?).ok()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.left.size_hint()
    }
}

impl DoubleEndedIterator for TupleIter<'_> {
    #[inline]
    fn next_back(&mut self) -> Option<Self::Item> {
        self.tuple.get_item(self.left.next_back()?).ok()
    }
}

impl ExactSizeIterator for TupleIter<'_> {}

impl FusedIterator for TupleIter<'_> {}

impl<'py> IntoIterator for Bound<'py, PyTuple> {
    type Item = Bound<'py, PyAny>;
    type IntoIter = TupleIter<'py>;

    fn into_iter(self) -> TupleIter<'py> {
        let left = 0..self.len();
        TupleIter { tuple: self, left }
    }
}

impl<'py> IntoIterator for &Bound<'py, PyTuple> {
    type Item = Bound<'py, PyAny>;
    type IntoIter = TupleIter<'py>;

    fn into_iter(self) -> TupleIter<'py> {
        self.clone().into_iter()
    }
}
