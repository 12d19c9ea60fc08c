//! The word that counts interpreters, and says whether the present one's exit callback is registered.
//!
//! Both are in one word, so that one load answers both questions.

use crate::sync::{AtomicU32, Ordering, const_unless_loom};

/// Two bits, and above them the number of interpreters that have ended.
pub(crate) struct Word(AtomicU32);

/// The exit callback of this interpreter is registered, and was not called yet.
const REGISTERED: u32 = 1;
/// Some thread is registering it.
const REGISTERING: u32 = 2;
/// Adding this begins the next generation.
const NEXT: u32 = 4;

impl Word {
    const_unless_loom! {
        pub(crate) const fn new() -> Self {
            Self(AtomicU32::new(0))
        }
    }

    /// The generation of what is made now.
    #[inline]
    pub(crate) fn current(&self) -> u32 {
        // Acquire pairs with the release in `end`: a thread that sees the next generation sees that the
        // last interpreter has ended.
        self.0.load(Ordering::Acquire) / NEXT
    }

    /// The same, and whether that interpreter's exit is still to come: `true` is certain. One load.
    #[inline]
    pub(crate) fn current_and_registered(&self) -> (u32, bool) {
        // Acquire: see `current`.
        let word = self.0.load(Ordering::Acquire);
        (word / NEXT, word & REGISTERED != 0)
    }

    /// Whether the exit callback of this interpreter is registered.
    #[inline]
    pub(crate) fn is_registered(&self) -> bool {
        self.0.load(Ordering::Relaxed) & REGISTERED != 0
    }

    /// Returns whether this thread is to register the callback: no other thread is registering it.
    pub(crate) fn begin_registration(&self) -> bool {
        self.0.fetch_or(REGISTERING, Ordering::Acquire) & REGISTERING == 0
    }

    /// Returns whether the callback counts as registered from now on. It does not where the registration
    /// was forgotten meanwhile.
    pub(crate) fn finish_registration(&self) -> bool {
        let registered =
            |word: u32| (word & REGISTERING != 0).then_some(word & !REGISTERING | REGISTERED);
        // Acquire pairs with the release in `clear_registered`.
        self.0
            .fetch_update(Ordering::AcqRel, Ordering::Relaxed, registered)
            .is_ok()
    }

    /// For a forked child, in which the thread that was registering does not exist: the next attach tries
    /// again.
    #[cfg(unix)]
    pub(crate) fn give_up_registration(&self) {
        self.0.fetch_and(!REGISTERING, Ordering::Release);
    }

    /// The callback was called.
    pub(crate) fn clear_registered(&self) {
        // Release: a registration that finishes after this sees that the gate was closed before.
        self.0.fetch_and(!REGISTERED, Ordering::Release);
    }

    /// The callback will not be called any more, or is not registered yet and never will be.
    pub(crate) fn forget_registration(&self) {
        self.0
            .fetch_and(!(REGISTERED | REGISTERING), Ordering::Relaxed);
    }

    /// The interpreter has ended.
    pub(crate) fn end(&self) {
        let next = |word: u32| Some((word & !(REGISTERED | REGISTERING)).wrapping_add(NEXT));
        // Release: see `current`.
        let _ = self
            .0
            .fetch_update(Ordering::Release, Ordering::Relaxed, next);
    }
}
