//! Eras: a request is valid for one era, that is, for one interpreter in one process.

use crate::{fork, generation};

/// The present era. Each interpreter of this process has another era, and so has each forked child.
/// Never 0.
pub(super) fn era() -> u64 {
    // The handler is installed before the number of forks is read, so that each later fork changes
    // the number in the child.
    fork::watch();
    u64::from(generation::current() + 1) << 32 | u64::from(fork::count())
}
