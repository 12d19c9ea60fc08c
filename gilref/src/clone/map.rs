//! The maps and sets of std.
//!
//! A hash map is built anew at its final capacity, with a clone of its hasher: one `Hash` per key,
//! no growth. A B-tree is built in one pass from keys that are in order already, with one
//! comparison per neighbouring pair.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{BuildHasher, Hash};

use crate::{GilClone, GilToken};

impl<K, V, S> GilClone for HashMap<K, V, S>
where
    K: GilClone + Eq + Hash,
    V: GilClone,
    S: BuildHasher + Clone,
{
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        self.clone_entries(|key| key.clone_ref(py), |value| value.clone_ref(py))
    }
}

impl<T, S> GilClone for HashSet<T, S>
where
    T: GilClone + Eq + Hash,
    S: BuildHasher + Clone,
{
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        let mut copy = HashSet::with_capacity_and_hasher(self.len(), self.hasher().clone());
        copy.extend(self.iter().map(|item| item.clone_ref(py)));
        copy
    }
}

impl<K: GilClone + Ord, V: GilClone> GilClone for BTreeMap<K, V> {
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        self.clone_entries(|key| key.clone_ref(py), |value| value.clone_ref(py))
    }
}

impl<T: GilClone + Ord> GilClone for BTreeSet<T> {
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        self.iter().map(|item| item.clone_ref(py)).collect()
    }
}

/// A map made again, entry by entry: what [`GilClone`] and
/// [`with::plain_keys`](crate::with::plain_keys) share.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not one of the maps that `gilref::with` can clone",
    label = "not a map",
    note = "for pairs, there are `gilref::with::plain_first` and `plain_second`",
    note = "the maps of std are; `IndexMap` and hashbrown's `HashMap` are with gilref's features `indexmap` and `hashbrown`"
)]
pub trait CloneEntries: Sized {
    /// The type of the keys.
    type Key;
    /// The type of the values.
    type Value;

    /// A map with the same hasher, each entry made by the two functions.
    fn clone_entries(
        &self,
        key: impl FnMut(&Self::Key) -> Self::Key,
        value: impl FnMut(&Self::Value) -> Self::Value,
    ) -> Self;
}

impl<K: Eq + Hash, V, S: BuildHasher + Clone> CloneEntries for HashMap<K, V, S> {
    type Key = K;
    type Value = V;

    fn clone_entries(&self, mut key: impl FnMut(&K) -> K, mut value: impl FnMut(&V) -> V) -> Self {
        let mut copy = HashMap::with_capacity_and_hasher(self.len(), self.hasher().clone());
        copy.extend(self.iter().map(|(k, v)| (key(k), value(v))));
        copy
    }
}

impl<K: Ord, V> CloneEntries for BTreeMap<K, V> {
    type Key = K;
    type Value = V;

    fn clone_entries(&self, mut key: impl FnMut(&K) -> K, mut value: impl FnMut(&V) -> V) -> Self {
        self.iter().map(|(k, v)| (key(k), value(v))).collect()
    }
}
