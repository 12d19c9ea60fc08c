//! Wishes: many threads want a drain by the interpreter loop, and one call in its queue is enough.
//!
//! # The protocol
//!
//! A thread that has pushed an entry calls [`Wish::want`], and if that says so, queues a call. The call
//! takes [`Wish::answer`] and, if that says so, drains. This must not happen: a thread pushes an entry and
//! expects a queued call to release it, but that call has already found the list empty. So every step is a
//! read-modify-write that acquires and releases. Of two steps on the same word one comes first, and the
//! later one sees what the thread of the first had done before. Either the answer comes later: then it sees
//! the entry. Or the wish comes later: then it finds that there is no call to come, and queues one.
//!
//! Any other drain clears the wish before it looks at the list: [`Wish::grant`].

use super::request::Request;
use crate::sync::{AtomicBool, Ordering, const_unless_loom};

/// There is one pool, and so one wish.
#[cfg(not(loom))]
pub(super) static WISH: Wish = Wish::new();

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
        // Relaxed: if a wish is missed here, the only effect is one drain too many.
        if self.wanted.load(Ordering::Relaxed) {
            self.wanted.swap(false, Ordering::AcqRel);
        }
    }
}
