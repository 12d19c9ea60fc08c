//! The drain limit: how many references are released by one attach, one end of a detach, one turn of the
//! interpreter loop, or one turn of the drain thread.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};

/// 0 stands for no limit.
static LIMIT: AtomicUsize = AtomicUsize::new(0);

/// Caps what one attach, one end of a `detach`, one turn of the main thread's interpreter loop, or one
/// turn of the [drain thread](super::set_drain_thread) releases; `None`, the default, releases all. What is
/// left over stays queued for the next of these. The interpreter loop goes on with what an attach has left
/// over, turn by turn.
///
/// What an explicit [`drain_up_to`](super::drain_up_to) has left over waits until the next attach, end of a
/// detach or drain, or until something more is dropped detached.
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
