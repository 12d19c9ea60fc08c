//! Gates: counts threads inside calls that must finish before finalization.
//!
//! A call into an interpreter that another thread is finalizing crashes, or never returns. To ask
//! first is no help: the answer may be out of date before the call is made. So a thread makes such a
//! call inside a gate, and the interpreter's exit closes the gate and waits until no thread is inside.

use std::mem;
use std::time::Duration;

use crate::sync::{AtomicU32, Ordering, const_unless_loom, sleep, yield_now};
use crate::token::Python;

/// Lets threads in until it is closed.
pub(crate) struct Gate {
    /// Lowest bit: closed. Above: the number of entries, without those that [`Inside`]'s `drop` took
    /// back.
    entered: AtomicU32,
    /// The number of threads that left by [`Inside::leave_with_token`]. Also above the lowest bit.
    left_with_token: AtomicU32,
}

const CLOSED: u32 = 1;
/// One entry: what both counts of a gate are counted in.
pub(crate) const ENTRY: u32 = 2;

/// How often [`Gate::wait`] yields before it begins to sleep.
const YIELDS: u32 = 1_000;
/// How often [`Gate::wait`] sleeps, for [`SLEEP`] each, before it gives up: five seconds.
const SLEEPS: u32 = 5_000;
const SLEEP: Duration = Duration::from_millis(1);

/// This thread is inside for as long as this lives.
pub(crate) struct Inside(&'static Gate);

impl Gate {
    const_unless_loom! {
        pub(crate) const fn new() -> Self {
            Self {
                entered: AtomicU32::new(0),
                left_with_token: AtomicU32::new(0),
            }
        }
    }

    /// Lets this thread in, unless the gate is closed.
    #[inline]
    pub(crate) fn enter(&'static self) -> Option<Inside> {
        // One word for the flag and the count: `wait` sees every thread that was let in.
        let entry = |entered: u32| {
            let is_open = entered & CLOSED == 0;
            is_open.then_some(entered.wrapping_add(ENTRY))
        };
        self.entered
            .fetch_update(Ordering::Acquire, Ordering::Relaxed, entry)
            .is_ok()
            // `then`, not `then_some`: a discarded `Inside` would decrement `entered`.
            .then(|| Inside(self))
    }

    /// Lets this thread in although the gate is closed: the one that has closed it.
    #[cold]
    pub(crate) fn enter_though_closed(&'static self) -> Inside {
        self.entered.fetch_add(ENTRY, Ordering::Acquire);
        Inside(self)
    }

    pub(crate) fn close(&self) {
        self.entered.fetch_or(CLOSED, Ordering::AcqRel);
    }

    pub(crate) fn open(&self) {
        self.entered.fetch_and(!CLOSED, Ordering::AcqRel);
    }

    #[inline]
    pub(crate) fn is_closed(&self) -> bool {
        self.entered.load(Ordering::Acquire) & CLOSED != 0
    }

    /// Waits until no thread is inside. The gate must be closed.
    ///
    /// Every thread that is inside comes out soon. The exception is a thread that CPython has parked
    /// in a finalization before which no exit callback was called. So that the process can end all
    /// the same, this gives up after some seconds.
    pub(crate) fn wait(&self) {
        for turn in 0..YIELDS + SLEEPS {
            if self.is_empty() {
                return;
            }
            if turn < YIELDS {
                yield_now();
            } else {
                sleep(SLEEP);
            }
        }
    }

    /// Whether no thread is inside. The gate must be closed, or this thread the only one.
    pub(crate) fn is_empty(&self) -> bool {
        // Two loads are enough: no thread comes in between them.
        let entered = self.entered.load(Ordering::Acquire) & !CLOSED;
        !is_ahead(entered, self.left_with_token())
    }

    /// Forgets the threads that are inside: they will never come out.
    pub(crate) fn forget_threads(&self) {
        let left = self.left_with_token();
        let forget = |entered: u32| Some(left | entered & CLOSED);
        let _ = self
            .entered
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, forget);
    }

    /// How many threads left by [`Inside::leave_with_token`], counted in [`ENTRY`].
    pub(crate) fn left_with_token(&self) -> u32 {
        self.left_with_token.load(Ordering::Acquire)
    }
}

/// Whether `count` is above `other`. Counts wrap around. And a thread that was forgotten may leave
/// all the same, so that the lower count runs ahead.
pub(crate) fn is_ahead(count: u32, other: u32) -> bool {
    (1..1 << 31).contains(&count.wrapping_sub(other))
}

/// Adds [`ENTRY`] to a counter that only attached threads change: without a locked instruction where
/// there is a GIL.
#[inline]
pub(crate) fn count_attached(counter: &AtomicU32, _attached: Python<'_>) {
    if cfg!(Py_GIL_DISABLED) {
        counter.fetch_add(ENTRY, Ordering::Release);
    } else {
        let before = counter.load(Ordering::Relaxed);
        counter.store(before.wrapping_add(ENTRY), Ordering::Release);
    }
}

impl Inside {
    /// Leaves the gate on a thread that is attached by now. Cheaper than dropping it.
    #[inline]
    pub(crate) fn leave_with_token(self, py: Python<'_>) {
        count_attached(&self.0.left_with_token, py);
        mem::forget(self);
    }
}

impl Drop for Inside {
    #[inline]
    fn drop(&mut self) {
        self.0.entered.fetch_sub(ENTRY, Ordering::Release);
    }
}
