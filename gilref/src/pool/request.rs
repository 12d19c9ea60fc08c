//! Requests: something is asked for by many threads and done once.
//!
//! A request counts for an *era*, a number that is never 0. It changes when the interpreter ends and
//! when the process forks: who was to answer is gone then, and nobody has to reset anything.
//!
//! # The protocol
//!
//! A thread that has pushed an entry calls [`Wish::want`], and if that says so, queues a call. The call
//! takes [`Wish::answer`] and, if that says so, drains. What must not happen is that an entry is
//! pushed, and its thread believes that a call is still to come, while that call has already looked at
//! the list and found it empty. So every step is a read-modify-write that acquires and releases. Of two
//! steps on the same word one comes first, and the later one sees what the thread of the first had done
//! before. Either the answer comes later: then it sees the entry. Or the wish comes later: then it finds
//! that there is no call to come, and queues one.
//!
//! Any other drain takes the wish with it, before it looks at the list: [`Wish::grant`].

use crate::sync::{AtomicBool, AtomicU64, Ordering, const_unless_loom};

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

    /// Ends the request: it can be made again from now on. To be followed by a look at what was asked
    /// for.
    pub(crate) fn end(&self) {
        self.0.swap(NONE, Ordering::AcqRel);
    }

    /// Whether the request that was made in this era has not ended.
    pub(crate) fn is_made(&self, era: u64) -> bool {
        self.0.load(Ordering::Acquire) == era
    }
}

/// The wish for a drain, and the request to whoever grants it.
pub(crate) struct Wish {
    wanted: AtomicBool,
    /// A call was queued and has not come yet.
    queued: Request,
}

impl Wish {
    const_unless_loom! {
        pub(crate) const fn new() -> Self {
            Self { wanted: AtomicBool::new(false), queued: Request::new() }
        }
    }

    /// Wants a drain. Returns whether a call has to be queued.
    pub(crate) fn want(&self, era: u64) -> bool {
        self.wanted.swap(true, Ordering::AcqRel);
        self.queued.make(era)
    }

    /// The call could not be queued.
    pub(crate) fn not_queued(&self) {
        self.queued.end();
    }

    /// What a call does first. Returns whether a drain is still wanted.
    pub(crate) fn answer(&self) -> bool {
        self.queued.end();
        self.wanted.swap(false, Ordering::AcqRel)
    }

    /// Whether a drain is wanted.
    pub(crate) fn is_wanted(&self) -> bool {
        self.wanted.load(Ordering::Acquire)
    }

    /// What any other drain does before it takes the list. Costs one load where nothing is wanted.
    pub(crate) fn grant(&self) {
        // Relaxed: a wish that is missed is answered once too often.
        if self.wanted.load(Ordering::Relaxed) {
            self.wanted.swap(false, Ordering::AcqRel);
        }
    }
}
