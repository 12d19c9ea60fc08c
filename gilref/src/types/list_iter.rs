//! List iterator: Rust's `for` over a `list` that may change during the loop.

use std::iter::FusedIterator;

use super::{PyAny, PyList};
use crate::Bound;

/// The items of a list, from `for item in &list`.
///
/// The loop itself or another thread may change the list: each step reads the item that is at the next position
/// at that moment. The iterator stops at the latest where the list ended at the start, so that appended items
/// are not seen and the loop ends. If an item is removed, the items after it move, and one of them may be
/// skipped, as in Python's own loop.
///
/// # Example
///
/// ```
/// # use gilref::{PyResult, Python, types::PyList};
/// # Python::initialize();
/// # Python::attach(|py| -> PyResult<()> {
/// let list = PyList::new(py, [1, 2])?;
/// for item in &list {
///     list.append(item.extract::<i32>()? * 10)?;
/// }
/// assert_eq!(list.extract::<Vec<i32>>()?, [1, 2, 10, 20]);
/// # Ok(()) }).unwrap();
/// ```
#[derive(Debug)]
pub struct ListIter<'py> {
    list: Bound<'py, PyList>,
    /// The next item's position.
    front: usize,
    /// The position after the last item that is left. It only falls.
    back: usize,
}

impl<'py> ListIter<'py> {
    /// Whether an item is left. The list may have become shorter.
    fn has_next(&mut self) -> bool {
        self.back = self.back.min(self.list.len());
        self.front < self.back
    }

    /// The item at a position for which `has_next` has said that there is one.
    fn item(&mut self, position: usize) -> Option<Bound<'py, PyAny>> {
        let item = self.list.get_item(position).ok();
        if item.is_none() {
            // On a free-threaded Python, another thread has made the list shorter since then.
            self.back = self.front;
        }
        item
    }
}

impl<'py> Iterator for ListIter<'py> {
    type Item = Bound<'py, PyAny>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if !self.has_next() {
            return None;
        }
        let position = self.front;
        self.front += 1;
        self.item(position)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.back.min(self.list.len()).saturating_sub(self.front);
        (left, Some(left))
    }
}

impl DoubleEndedIterator for ListIter<'_> {
    #[inline]
    fn next_back(&mut self) -> Option<Self::Item> {
        if !self.has_next() {
            return None;
        }
        self.back -= 1;
        self.item(self.back)
    }
}

impl FusedIterator for ListIter<'_> {}

impl<'py> IntoIterator for Bound<'py, PyList> {
    type Item = Bound<'py, PyAny>;
    type IntoIter = ListIter<'py>;

    fn into_iter(self) -> ListIter<'py> {
        let back = self.len();
        ListIter {
            list: self,
            front: 0,
            back,
        }
    }
}

impl<'py> IntoIterator for &Bound<'py, PyList> {
    type Item = Bound<'py, PyAny>;
    type IntoIter = ListIter<'py>;

    fn into_iter(self) -> ListIter<'py> {
        self.clone().into_iter()
    }
}
