//! The drain limit: how many references one attach, one end of a detach, or one turn of the
//! interpreter loop releases.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};

/// 0 stands for no limit.
static LIMIT: AtomicUsize = AtomicUsize::new(0);

/// Caps what one attach, one end of a `detach`, or one turn of the main thread's interpreter loop
/// releases; `None`, as it is at the start, releases all. What is left over stays queued for the
/// next.
///
/// # Example
///
/// ```
/// use std::num::NonZeroUsize;
///
/// // At most a thousand destructors between a request and its answer.
/// gilref::pool::set_drain_limit(NonZeroUsize::new(1000));
/// # gilref::pool::set_drain_limit(None);
/// ```
pub fn set_drain_limit(limit: Option<NonZeroUsize>) {
    LIMIT.store(limit.map_or(0, NonZeroUsize::get), Ordering::Relaxed);
}

/// The limit as a number of references.
pub(super) fn drain_limit() -> usize {
    match LIMIT.load(Ordering::Relaxed) {
        0 => usize::MAX,
        limit => limit,
    }
}
