//! Maps of which one side has only `Clone`.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash};

use crate::{GilClone, Python};

/// A map whose keys have only `Clone` and whose values have [`GilClone`].
///
/// A hash map's hasher is cloned too. The cost is that of `GilClone` for the same map.
///
/// ```
/// use gilref::{GilClone, Python, with};
/// use std::collections::HashMap;
///
/// #[derive(Clone, PartialEq, Eq, Hash)]
/// struct NodeIndex(u32);
///
/// fn copy<T: GilClone>(map: &HashMap<NodeIndex, T>, py: Python<'_>) -> HashMap<NodeIndex, T> {
///     with::plain_keys(map, py)
/// }
/// ```
#[must_use]
pub fn plain_keys<M>(map: &M, py: Python<'_>) -> M
where
    M: Map,
    M::Key: Clone,
    M::Value: GilClone,
{
    map.clone_by(Clone::clone, |value| value.clone_ref(py))
}

/// A map whose keys have [`GilClone`] and whose values have only `Clone`.
///
/// A hash map's hasher is cloned too. The cost is that of `GilClone` for the same map.
#[must_use]
pub fn plain_values<M>(map: &M, py: Python<'_>) -> M
where
    M: Map,
    M::Key: GilClone,
    M::Value: Clone,
{
    map.clone_by(|key| key.clone_ref(py), Clone::clone)
}

/// The maps that [`plain_keys`] and [`plain_values`] take.
///
/// `HashMap` and `BTreeMap`; `IndexMap` with the feature `indexmap`; hashbrown's `HashMap` with the feature `hashbrown`.
/// Can't be implemented elsewhere.
pub trait Map: sealed::Map {}

impl<M: sealed::Map> Map for M {}

pub(crate) mod sealed {
    /// What `Map` hides.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not one of the maps that `gilref::with` can clone",
        note = "the maps of std are; `IndexMap` and hashbrown's `HashMap` are with gilref's features `indexmap` and `hashbrown`"
    )]
    pub trait Map: Sized {
        /// The type of the keys.
        type Key;
        /// The type of the values.
        type Value;

        /// A map of the same size and hasher, each entry made by the two functions.
        fn clone_by(
            &self,
            key: impl FnMut(&Self::Key) -> Self::Key,
            value: impl FnMut(&Self::Value) -> Self::Value,
        ) -> Self;
    }
}

impl<K: Eq + Hash, V, S: BuildHasher + Clone> sealed::Map for HashMap<K, V, S> {
    type Key = K;
    type Value = V;

    fn clone_by(&self, mut key: impl FnMut(&K) -> K, mut value: impl FnMut(&V) -> V) -> Self {
        let mut copy = HashMap::with_capacity_and_hasher(self.len(), self.hasher().clone());
        copy.extend(self.iter().map(|(k, v)| (key(k), value(v))));
        copy
    }
}

impl<K: Ord, V> sealed::Map for BTreeMap<K, V> {
    type Key = K;
    type Value = V;

    fn clone_by(&self, mut key: impl FnMut(&K) -> K, mut value: impl FnMut(&V) -> V) -> Self {
        self.iter().map(|(k, v)| (key(k), value(v))).collect()
    }
}
