//! Containers of elements in a row, cloned element by element.
//!
//! All of them collect from an iterator that knows its length: one allocation of the final size, a
//! loop without capacity checks, and std drops the elements that are cloned so far when the clone
//! of one panics.

use std::collections::{BinaryHeap, LinkedList, VecDeque};

use crate::{GilClone, GilDrop, GilToken};

impl<T: GilClone> GilClone for Vec<T> {
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        self.iter().map(|item| item.clone_ref(py)).collect()
    }
}

impl<T: GilClone> GilClone for Box<[T]> {
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        self.iter().map(|item| item.clone_ref(py)).collect()
    }
}

impl<T: GilClone, const N: usize> GilClone for [T; N] {
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        std::array::from_fn(|i| self[i].clone_ref(py))
    }
}

impl<T: GilClone> GilClone for VecDeque<T> {
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        self.iter().map(|item| item.clone_ref(py)).collect()
    }
}

impl<T: GilClone> GilClone for LinkedList<T> {
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        self.iter().map(|item| item.clone_ref(py)).collect()
    }
}

/// Compares the elements again, once per pair of parent and child: there is no other way to make a
/// `BinaryHeap`.
///
/// The elements are read in the heap's own order, so that none of them moves.
impl<T: GilClone + Ord> GilClone for BinaryHeap<T> {
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        self.iter().map(|item| item.clone_ref(py)).collect()
    }
}

/// The elements not yet taken.
impl<T: GilClone> GilClone for std::vec::IntoIter<T> {
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        let rest: Vec<T> = self
            .as_slice()
            .iter()
            .map(|item| item.clone_ref(py))
            .collect();
        rest.into_iter()
    }
}

/// Implements `GilDrop` for what is iterated by value. If an element panics, the iterator drops the
/// remaining ones.
macro_rules! drop_each {
    ($([$($param:tt)*] $ty:ty;)*) => {$(
        impl<$($param)*> $crate::GilDrop for $ty {
            #[inline]
            fn drop_ref<'py>(self, py: impl $crate::GilToken<'py>) {
                for item in self {
                    item.drop_ref(py);
                }
            }
        }
    )*};
}

#[allow(
    unused_imports,
    reason = "for `foreign`, of which all features may be off"
)]
pub(super) use drop_each;

drop_each! {
    [T: GilDrop] BinaryHeap<T>;
    [T: GilDrop] Box<[T]>;
    [T: GilDrop] LinkedList<T>;
    [T: GilDrop] Vec<T>;
    [T: GilDrop] VecDeque<T>;
    [T: GilDrop] std::vec::IntoIter<T>;
    [T: GilDrop, const N: usize] [T; N];
}
