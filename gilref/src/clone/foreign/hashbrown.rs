//! hashbrown's `HashMap` and `HashSet`, rebuilt as std's are.
//!
//! Its `HashTable` holds no hasher and can't be rebuilt without one: write a function for
//! `#[gil_clone(with = ..)]`.

use crate::clone::map::hash_map;

#[cfg(feature = "hashbrown")]
hash_map!(hashbrown::HashMap, hashbrown::HashSet);
#[cfg(feature = "hashbrown-0-16")]
hash_map!(hashbrown_0_16::HashMap, hashbrown_0_16::HashSet);
#[cfg(feature = "hashbrown-0-15")]
hash_map!(hashbrown_0_15::HashMap, hashbrown_0_15::HashSet);
#[cfg(feature = "hashbrown-0-14")]
hash_map!(hashbrown_0_14::HashMap, hashbrown_0_14::HashSet);
#[cfg(feature = "hashbrown-0-13")]
hash_map!(hashbrown_0_13::HashMap, hashbrown_0_13::HashSet);
#[cfg(feature = "hashbrown-0-12")]
hash_map!(hashbrown_0_12::HashMap, hashbrown_0_12::HashSet);
