//! Dictionary iterator: Rust's `for` over the entries of a `dict` that anybody may change meanwhile.

use std::iter::FusedIterator;

use super::{ListIter, PyAny, PyDict, PyTuple};
use crate::Bound;

/// The keys and values of a dictionary, from `for (key, value) in &dict`.
///
/// They are those that the dictionary had at the start, in the order in which the keys were inserted: it may
/// change during the loop, by the loop itself or by another thread. A subclass is read as a plain `dict`,
/// whatever its `__iter__` says; an `OrderedDict` too, which keeps what `move_to_end` does to itself.
///
/// # Cost
///
/// At the start, a list with a tuple for each entry, as [`items`](Bound::items) makes it. CPython's way without
/// one, `PyDict_Next`, skips or repeats entries when the dictionary changes, and is not safe on a free-threaded
/// Python.
///
/// # Example
///
/// ```
/// # use gilref::{PyResult, Python, types::PyDict};
/// # Python::initialize();
/// # Python::attach(|py| -> PyResult<()> {
/// let prices = PyDict::new(py);
/// prices.set_item("tea", 2)?;
/// prices.set_item("cake", 4)?;
/// for (name, price) in &prices {
///     prices.set_item(name, price.extract::<i32>()? * 2)?;
/// }
/// assert_eq!(prices.to_string(), "{'tea': 4, 'cake': 8}");
/// # Ok(()) }).unwrap();
/// ```
#[derive(Debug)]
pub struct DictIter<'py> {
    /// Over a list of pairs that nobody else has.
    entries: ListIter<'py>,
}

type Entry<'py> = (Bound<'py, PyAny>, Bound<'py, PyAny>);

fn entry(pair: Bound<'_, PyAny>) -> Option<Entry<'_>> {
    let pair = pair.cast_into::<PyTuple>().ok()?;
    Some((pair.get_item(0).ok()?, pair.get_item(1).ok()?))
}

impl<'py> Iterator for DictIter<'py> {
    type Item = Entry<'py>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.entries.next().and_then(entry)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.entries.size_hint()
    }
}

impl DoubleEndedIterator for DictIter<'_> {
    #[inline]
    fn next_back(&mut self) -> Option<Self::Item> {
        self.entries.next_back().and_then(entry)
    }
}

impl ExactSizeIterator for DictIter<'_> {}

impl FusedIterator for DictIter<'_> {}

impl<'py> IntoIterator for &Bound<'py, PyDict> {
    type Item = Entry<'py>;
    type IntoIter = DictIter<'py>;

    fn into_iter(self) -> DictIter<'py> {
        DictIter {
            entries: self.items().into_iter(),
        }
    }
}

impl<'py> IntoIterator for Bound<'py, PyDict> {
    type Item = Entry<'py>;
    type IntoIter = DictIter<'py>;

    fn into_iter(self) -> DictIter<'py> {
        (&self).into_iter()
    }
}
