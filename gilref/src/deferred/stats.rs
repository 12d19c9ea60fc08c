//! Statistics: what the pool has done so far.

use std::sync::atomic::{AtomicU64, Ordering};

use super::store::WAITING;

/// Counts of this copy of gilref since the process began. From [`stats`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct PoolStats {
    /// References that wait in the pool now, or are being released by a drain just now.
    pub pending: u64,
    /// The most that ever waited, as seen at the beginning of each drain and by each call of
    /// [`stats`].
    pub high_water: u64,
    /// Drops that were put into the pool. Immortal objects are not.
    pub deferred: u64,
    /// References that drains have released.
    pub released: u64,
    /// References that nobody will release: dropped detached with the policy "leak" or without an
    /// interpreter, or left in the pool by an interpreter that ended. The last ones count as
    /// [`pending`](Self::pending) until a drain in the next interpreter finds them.
    pub leaked: u64,
}

static RELEASED: AtomicU64 = AtomicU64::new(0);
/// Entries of interpreters that ended.
static LEAKED_ENTRIES: AtomicU64 = AtomicU64::new(0);
/// Drops that were never put into the pool.
static LEAKED_DROPS: AtomicU64 = AtomicU64::new(0);
static HIGH_WATER: AtomicU64 = AtomicU64::new(0);

/// What the pool has done so far: for logs, metrics and tests.
///
/// Exact while no other thread drops or drains; otherwise each number is right for some moment
/// during the call.
///
/// # Cost
///
/// A few loads, and one for each thread that has dropped detached.
///
/// # Example
///
/// ```
/// let stats = gilref::pool::stats();
/// println!("{} deferred, {} waiting, {} at most", stats.deferred, stats.pending, stats.high_water);
/// ```
#[must_use]
pub fn stats() -> PoolStats {
    // Read before `deferred`: a release is counted after its push.
    let released = RELEASED.load(Ordering::Acquire);
    let leaked_entries = LEAKED_ENTRIES.load(Ordering::Acquire);
    let deferred = WAITING.deferred();
    let pending = deferred.saturating_sub(released + leaked_entries);
    PoolStats {
        pending,
        high_water: HIGH_WATER
            .fetch_max(pending, Ordering::Relaxed)
            .max(pending),
        deferred,
        released,
        leaked: leaked_entries + LEAKED_DROPS.load(Ordering::Relaxed),
    }
}

/// How many references wait. Costs a load for each thread that has dropped detached.
pub(crate) fn pending() -> u64 {
    stats().pending
}

/// To be called before a drain. Only drains make `pending` smaller, so `pending` is at its highest
/// before one.
pub(super) fn see_high_water() {
    let _ = stats();
}

/// Counts one drop whose reference is leaked and was never put into the pool.
pub(crate) fn count_leaked_drop() {
    LEAKED_DROPS.fetch_add(1, Ordering::Relaxed);
}

/// Counts what one drain did. To be called at its end.
pub(super) fn count_drain(released: usize, leaked: usize) {
    RELEASED.fetch_add(released as u64, Ordering::Release);
    LEAKED_ENTRIES.fetch_add(leaked as u64, Ordering::Release);
}
