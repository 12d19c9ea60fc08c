//! Maps whose keys, or whose values, have only `Clone`.

use crate::clone::CloneEntries;
use crate::{GilClone, Python};

/// A map whose keys have only `Clone` and whose values have [`GilClone`].
///
/// A hash map's hasher is cloned too. The cost is that of `GilClone` for the same map.
///
/// ```
/// use gilref::types::PyAny;
/// use gilref::{GilClone, Py, with};
/// use std::collections::HashMap;
///
/// #[derive(Clone, PartialEq, Eq, Hash)]
/// struct NodeIndex(u32);
///
/// #[derive(GilClone)]
/// struct Graph {
///     #[gil_clone(with = with::plain_keys)]
///     nodes: HashMap<NodeIndex, Py<PyAny>>,
/// }
/// ```
#[must_use]
pub fn plain_keys<M>(map: &M, py: Python<'_>) -> M
where
    M: Map,
    M::Key: Clone,
    M::Value: GilClone,
{
    map.clone_entries(Clone::clone, |value| value.clone_ref(py))
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
    map.clone_entries(|key| key.clone_ref(py), Clone::clone)
}

/// The maps that [`plain_keys`] and [`plain_values`] can clone.
///
/// `HashMap` and `BTreeMap`; `IndexMap` with the feature `indexmap`; hashbrown's `HashMap` with the
/// feature `hashbrown`. The trait is sealed.
pub trait Map: CloneEntries {}

impl<M: CloneEntries> Map for M {}
