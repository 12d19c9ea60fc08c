//! Draining: when what waits in the pool is released, and how much of it.

use super::limit::drain_limit;
use super::wish::WISH;
use crate::deferred::{self, PoolStats, WAITING, stats};
use crate::lifecycle::ensure_registered;
use crate::token::{GilToken, Python};

/// Releases everything that waits in the pool. Returns how many references were released.
///
/// Entries that a destructor adds meanwhile wait for the next drain.
///
/// # Cost
///
/// One load when nothing waits; a decrement for each entry, and the destructors.
///
/// # Example
///
/// ```
/// # use gilref::{Python, pool};
/// # Python::initialize();
/// Python::attach(|py| {
///     let list = py.eval("[]", None, None).unwrap().unbind();
///     pool::drain(py);
///     py.detach(|| {
///         std::thread::spawn(move || drop(list)).join().unwrap();
///         // It waits for the end of this `detach`.
///         assert_eq!(pool::stats().pending, 1);
///     });
///     assert_eq!(pool::drain(py), 0);
/// });
/// ```
#[doc(alias("update_counts"))]
pub fn drain<'py>(py: impl GilToken<'py>) -> usize {
    drain_up_to(py, usize::MAX)
}

/// Releases up to `n` of what waits in the pool; the rest stays. Returns how many references were
/// released.
///
/// For threads that must not stop for long: a drain of many entries can be spread over several
/// calls.
///
/// # Cost
///
/// As of [`drain`]. What stays is put back in one step, however much it is.
///
/// # Example
///
/// ```
/// # use gilref::{Python, pool};
/// # Python::initialize();
/// Python::attach(|py| {
///     // A hundred destructors at a time.
///     while pool::drain_up_to(py, 100) == 100 {
///         // .. something that is not to wait for more
///     }
/// });
/// ```
pub fn drain_up_to<'py>(py: impl GilToken<'py>, n: usize) -> usize {
    if WAITING.is_empty() {
        return 0;
    }
    ensure_registered(py.python());
    release(py.python(), n)
}

/// Panics when something waits in the pool: for tests that want to be sure that nothing is dropped
/// detached.
///
/// Does not drain. But an outermost `attach` drains: so call this in the attach in which the drop
/// may happen, or on a thread that stays attached. [`PoolStats::deferred`] is never reset and
/// counts every deferred drop.
///
/// # Panics
///
/// When something waits. The message says how many references.
#[track_caller]
pub fn assert_empty<'py>(_py: impl GilToken<'py>) {
    let PoolStats { pending, .. } = stats();
    assert!(
        pending == 0,
        "{pending} Python reference(s) were dropped on detached threads and wait in gilref's pool; \
         `gilref::pool::set_hook(Some(gilref::pool::hooks::backtrace))` shows where"
    );
}

/// Releases up to the drain limit of what waits. Returns whether something was left over.
///
/// Registers the exit callback first, unless that has been done.
#[inline]
pub(super) fn drain_to_limit(py: Python<'_>) -> bool {
    ensure_registered(py);
    if WAITING.is_empty() {
        return false;
    }
    let limit = drain_limit();
    release(py, limit);
    limit != usize::MAX && !WAITING.is_empty()
}

#[cold]
fn release(py: Python<'_>, limit: usize) -> usize {
    WISH.grant();
    deferred::release_up_to(py, limit)
}
