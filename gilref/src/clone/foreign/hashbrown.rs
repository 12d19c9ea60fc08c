//! hashbrown's `HashMap` and `HashSet`, rebuilt as std's are.
//!
//! Its `HashTable` holds no hasher and can't be rebuilt without one: write a function for
//! `#[gil_clone(with = ..)]`.

use crate::clone::map::hash_map;

hash_map!(hashbrown::HashMap, hashbrown::HashSet);
