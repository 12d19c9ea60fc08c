//! hashbrown's map and set, built anew as std's are.
//!
//! Its `HashTable` has no hasher of its own, so that it can't be built anew without one: write a
//! function for `#[gil_clone(with = ..)]`.

use std::hash::{BuildHasher, Hash};

use hashbrown::{HashMap, HashSet};

use crate::clone::CloneEntries;
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

impl<K: Eq + Hash, V, S: BuildHasher + Clone> CloneEntries for HashMap<K, V, S> {
    type Key = K;
    type Value = V;

    fn clone_entries(&self, mut key: impl FnMut(&K) -> K, mut value: impl FnMut(&V) -> V) -> Self {
        let mut copy = HashMap::with_capacity_and_hasher(self.len(), self.hasher().clone());
        copy.extend(self.iter().map(|(k, v)| (key(k), value(v))));
        copy
    }
}
