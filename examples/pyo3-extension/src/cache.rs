//! Results that were computed before.

use std::collections::BTreeMap;

use gilref::GilClone;

/// The first results, up to a limit. Knows nothing of Python: what it keeps may, or may not.
#[derive(GilClone)]
pub(crate) struct Cache<K, V> {
    entries: BTreeMap<K, V>,
    limit: usize,
}

impl<K: Ord, V> Cache<K, V> {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            entries: BTreeMap::new(),
            limit,
        }
    }

    pub(crate) fn get(&self, key: &K) -> Option<&V> {
        self.entries.get(key)
    }

    pub(crate) fn insert(&mut self, key: K, value: V) {
        if self.entries.len() < self.limit {
            self.entries.insert(key, value);
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &V> {
        self.entries.values()
    }

    pub(crate) fn clear(&mut self) {
        self.entries.clear();
    }
}
