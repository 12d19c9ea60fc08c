//! `IndexMap` and `IndexSet`: the order is kept.

use crate::clone::map::hash_map;

#[cfg(feature = "indexmap")]
hash_map!(indexmap::IndexMap, indexmap::IndexSet);
#[cfg(feature = "indexmap-1")]
hash_map!(indexmap_1::IndexMap, indexmap_1::IndexSet);
