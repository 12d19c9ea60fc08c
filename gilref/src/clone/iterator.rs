//! Iterators of std.
//!
//! An iterator that borrows is copied, whatever its items are. An iterator that owns its items
//! gives no reference to them. So it can be cloned only by `Clone`, with the bounds of std.
//! (`vec::IntoIter` is the exception: see `sequence`.)

use std::collections::{
    binary_heap, btree_map, btree_set, hash_map, hash_set, linked_list, vec_deque,
};
use std::future::{Pending, Ready};
use std::{array, char, iter, option, result, slice, str};

use super::sequence::drop_each;
use super::shared::{shared, shared_and_dropped};
use crate::GilDrop;

// They borrow, or hold nothing.
shared_and_dropped! {
    [T] binary_heap::Iter<'_, T>;
    [K, V] btree_map::Iter<'_, K, V>;
    [K, V] btree_map::Keys<'_, K, V>;
    [K, V] btree_map::Range<'_, K, V>;
    [K, V] btree_map::Values<'_, K, V>;
    [T] btree_set::Difference<'_, T>;
    [T] btree_set::Intersection<'_, T>;
    [T] btree_set::Iter<'_, T>;
    [T] btree_set::Range<'_, T>;
    [T] btree_set::SymmetricDifference<'_, T>;
    [T] btree_set::Union<'_, T>;
    [K, V] hash_map::Iter<'_, K, V>;
    [K, V] hash_map::Keys<'_, K, V>;
    [K, V] hash_map::Values<'_, K, V>;
    [T, S] hash_set::Difference<'_, T, S>;
    [T, S] hash_set::Intersection<'_, T, S>;
    [T] hash_set::Iter<'_, T>;
    [T, S] hash_set::SymmetricDifference<'_, T, S>;
    [T, S] hash_set::Union<'_, T, S>;
    [T] iter::Empty<T>;
    [T] linked_list::Iter<'_, T>;
    [T] option::Iter<'_, T>;
    [T] Pending<T>;
    [T] result::Iter<'_, T>;
    [T] slice::Chunks<'_, T>;
    [T] slice::ChunksExact<'_, T>;
    [T] slice::Iter<'_, T>;
    [T] slice::RChunks<'_, T>;
    [T] slice::RChunksExact<'_, T>;
    [T] slice::Windows<'_, T>;
    [T] vec_deque::Iter<'_, T>;
}

// They own values, or another iterator.
shared_and_dropped! {
    [I: Clone + Iterator<Item = u16>] char::DecodeUtf16<I>;
    [A: Clone, B: Clone] iter::Chain<A, B>;
    [I: Clone] iter::Cloned<I>;
    [I: Clone] iter::Copied<I>;
    [I: Clone] iter::Cycle<I>;
    [I: Clone] iter::Enumerate<I>;
    [I: Clone, P: Clone] iter::Filter<I, P>;
    [I: Clone, F: Clone] iter::FilterMap<I, F>;
    [I: Clone, U: Clone + IntoIterator<IntoIter: Clone>, F: Clone] iter::FlatMap<I, U, F>;
    [I: Clone + Iterator<Item: IntoIterator<IntoIter = U, Item = U::Item>>, U: Clone + Iterator] iter::Flatten<I>;
    [F: Clone] iter::FromFn<F>;
    [I: Clone] iter::Fuse<I>;
    [I: Clone, F: Clone] iter::Inspect<I, F>;
    [I: Clone, F: Clone] iter::Map<I, F>;
    [I: Clone, P: Clone] iter::MapWhile<I, P>;
    [T: Clone] iter::Once<T>;
    [F: Clone] iter::OnceWith<F>;
    [I: Clone + Iterator<Item: Clone>] iter::Peekable<I>;
    [T: Clone] iter::Repeat<T>;
    [T: Clone] iter::RepeatN<T>;
    [F: Clone] iter::RepeatWith<F>;
    [I: Clone] iter::Rev<I>;
    [I: Clone, A: Clone, F: Clone] iter::Scan<I, A, F>;
    [I: Clone] iter::Skip<I>;
    [I: Clone, P: Clone] iter::SkipWhile<I, P>;
    [I: Clone] iter::StepBy<I>;
    [T: Clone, F: Clone] iter::Successors<T, F>;
    [I: Clone] iter::Take<I>;
    [I: Clone, P: Clone] iter::TakeWhile<I, P>;
    [A: Clone, B: Clone] iter::Zip<A, B>;
    [T: Clone] Ready<T>;
    [T, P: Clone + FnMut(&T) -> bool] slice::RSplit<'_, T, P>;
    [T, P: Clone + FnMut(&T) -> bool] slice::Split<'_, T, P>;
    [T, P: Clone + FnMut(&T) -> bool] slice::SplitInclusive<'_, T, P>;
}

// They own values, which `GilDrop` takes out.
shared! {
    [T: Clone, const N: usize] array::IntoIter<T, N>;
    [T: Clone] binary_heap::IntoIter<T>;
    [T: Clone] linked_list::IntoIter<T>;
    [T: Clone] option::IntoIter<T>;
    [T: Clone] result::IntoIter<T>;
    [T: Clone] vec_deque::IntoIter<T>;
}

drop_each! {
    [T: GilDrop, const N: usize] array::IntoIter<T, N>;
    [T: GilDrop] binary_heap::IntoIter<T>;
    [T: GilDrop] linked_list::IntoIter<T>;
    [T: GilDrop] option::IntoIter<T>;
    [T: GilDrop] result::IntoIter<T>;
    [T: GilDrop] vec_deque::IntoIter<T>;
}

/// The parts of a string. Their bound in std names a trait that is not stable: here they are for
/// the patterns that are no closures.
macro_rules! parts {
    ($(str::$ty:ident)*) => {
        shared_and_dropped! {$(
            [] str::$ty<'_, char>;
            [] str::$ty<'_, &str>;
        )*}
    };
}

parts! {
    str::MatchIndices str::Matches str::RMatchIndices str::RMatches str::RSplit str::RSplitN
    str::RSplitTerminator str::Split str::SplitInclusive str::SplitN str::SplitTerminator
}
