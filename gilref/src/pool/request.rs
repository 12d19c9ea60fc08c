//! Requests: something is asked for by many threads and done once.
//!
//! A request counts for an *era*, a number that is never 0. It changes when the interpreter ends and
//! when the process forks: the thread or the interpreter that should have served the request does not exist
//! any more then, and nothing has to be reset.

use crate::sync::{AtomicU64, Ordering, const_unless_loom};

const NONE: u64 = 0;

/// One thing that is asked for.
pub(crate) struct Request(AtomicU64);

impl Request {
    const_unless_loom! {
        pub(crate) const fn new() -> Self {
            Self(AtomicU64::new(NONE))
        }
    }

    /// Makes the request. Returns whether it was not made yet, in this era.
    pub(crate) fn make(&self, era: u64) -> bool {
        self.0.swap(era, Ordering::AcqRel) != era
    }

    /// Ends the request: it can be made again from now on. After it, the caller must check whether there is
    /// still something to do.
    pub(crate) fn end(&self) {
        self.0.swap(NONE, Ordering::AcqRel);
    }

    /// Whether the request that was made in this era has not ended.
    pub(crate) fn is_made(&self, era: u64) -> bool {
        self.0.load(Ordering::Acquire) == era
    }
}
