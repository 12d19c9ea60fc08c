//! `IndexMap` and `IndexSet`: the order is kept.

use crate::clone::map::hash_map;

hash_map!(indexmap::IndexMap, indexmap::IndexSet);
