//! Maps and sets of std, and the macro that hashbrown's and indexmap's share with them.
//!
//! A hash map is rebuilt at its final capacity, with a clone of its hasher: one `Hash` per key, no
//! growth. A B-tree is built in one pass from keys that are already in order, with one comparison
//! per neighbouring pair. The docs of `GilClone` say what users should know of this.

use std::collections::{BTreeMap, BTreeSet};

use crate::{GilClone, GilDrop, GilToken};

/// A map that is rebuilt entry by entry: what [`GilClone`] and
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

/// Implements `GilClone`, `GilDrop` and, for the map, `CloneEntries` for a hash map and a hash set
/// that have the interface of std's.
macro_rules! hash_map {
    ($map:path, $set:path) => {
        const _: () = {
            use std::hash::{BuildHasher, Hash};

            use $map as Map;
            use $set as Set;

            use $crate::clone::CloneEntries;
            use $crate::{GilClone, GilDrop, GilToken};

            impl<K, V, S> GilClone for Map<K, V, S>
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

            impl<K: Eq + Hash, V, S: BuildHasher + Clone> CloneEntries for Map<K, V, S> {
                type Key = K;
                type Value = V;

                fn clone_entries(
                    &self,
                    mut key: impl FnMut(&K) -> K,
                    mut value: impl FnMut(&V) -> V,
                ) -> Self {
                    let mut copy = Map::with_capacity_and_hasher(self.len(), self.hasher().clone());
                    copy.extend(self.iter().map(|(k, v)| (key(k), value(v))));
                    copy
                }
            }

            impl<T, S> GilClone for Set<T, S>
            where
                T: GilClone + Eq + Hash,
                S: BuildHasher + Clone,
            {
                #[inline]
                fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
                    let mut copy = Set::with_capacity_and_hasher(self.len(), self.hasher().clone());
                    copy.extend(self.iter().map(|item| item.clone_ref(py)));
                    copy
                }
            }

            impl<K: GilDrop, V: GilDrop, S> GilDrop for Map<K, V, S> {
                #[inline]
                fn drop_ref<'py>(self, py: impl GilToken<'py>) {
                    for entry in self {
                        entry.drop_ref(py);
                    }
                }
            }

            impl<T: GilDrop, S> GilDrop for Set<T, S> {
                #[inline]
                fn drop_ref<'py>(self, py: impl GilToken<'py>) {
                    for item in self {
                        item.drop_ref(py);
                    }
                }
            }
        };
    };
}

#[allow(
    unused_imports,
    reason = "for `foreign`, of which all features may be off"
)]
pub(super) use hash_map;

hash_map!(std::collections::HashMap, std::collections::HashSet);

impl<K: GilClone + Ord, V: GilClone> GilClone for BTreeMap<K, V> {
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        self.clone_entries(|key| key.clone_ref(py), |value| value.clone_ref(py))
    }
}

impl<K: Ord, V> CloneEntries for BTreeMap<K, V> {
    type Key = K;
    type Value = V;

    fn clone_entries(&self, mut key: impl FnMut(&K) -> K, mut value: impl FnMut(&V) -> V) -> Self {
        self.iter().map(|(k, v)| (key(k), value(v))).collect()
    }
}

impl<T: GilClone + Ord> GilClone for BTreeSet<T> {
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        self.iter().map(|item| item.clone_ref(py)).collect()
    }
}

impl<K: GilDrop, V: GilDrop> GilDrop for BTreeMap<K, V> {
    #[inline]
    fn drop_ref<'py>(self, py: impl GilToken<'py>) {
        for entry in self {
            entry.drop_ref(py);
        }
    }
}

impl<T: GilDrop> GilDrop for BTreeSet<T> {
    #[inline]
    fn drop_ref<'py>(self, py: impl GilToken<'py>) {
        for item in self {
            item.drop_ref(py);
        }
    }
}
