//! Dictionary iterator: Rust's `for` over the entries of a `dict` that may change during the loop.

use std::iter::FusedIterator;

use super::{ListIter, PyAny, PyDict, PyTuple};
use crate::Bound;

/// The keys and values of a dictionary, from `for (key, value) in &dict`.
///
/// The entries are those that the dictionary has at the start, in the order in which the keys were inserted.
/// The loop itself or another thread may change the dictionary. An instance of a subclass is read as a plain
/// `dict`: its `__iter__` is not called, and what `move_to_end` of an `OrderedDict` has changed is not seen.
///
/// # Cost
///
/// At the start, a list with a tuple for each entry is made, as by [`items`](Bound::items). CPython can also
/// iterate without a list (`PyDict_Next`), but then entries are skipped or repeated when the dictionary
/// changes, and it is not safe on a free-threaded Python.
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
    /// Over a list of pairs that was made for this iterator.
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
