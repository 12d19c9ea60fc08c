//! Eras: what a request counts for.

use crate::{fork, generation};

/// The present era: another one in each interpreter of this process, and in each process that it forks.
/// Never 0.
pub(super) fn era() -> u64 {
    // Before the number of forks is read, so that the child counts.
    fork::watch();
    u64::from(generation::current() + 1) << 32 | u64::from(fork::count())
}
