//! The maps and sets of std.
//!
//! A hash map is built anew at its final capacity, with a clone of its hasher: one `Hash` per key, no growth. A B-tree is
//! built in one pass from keys that are in order already, with one comparison per neighbouring pair.

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
        let mut copy = HashMap::with_capacity_and_hasher(self.len(), self.hasher().clone());
        copy.extend(
            self.iter()
                .map(|(key, value)| (key.clone_ref(py), value.clone_ref(py))),
        );
        copy
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
        self.iter()
            .map(|(key, value)| (key.clone_ref(py), value.clone_ref(py)))
            .collect()
    }
}

impl<T: GilClone + Ord> GilClone for BTreeSet<T> {
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        self.iter().map(|item| item.clone_ref(py)).collect()
    }
}
