//! Who must be out of the interpreter before it goes.
//!
//! A call into an interpreter that another thread takes apart meanwhile is a crash, or never
//! returns. To ask first is no help: the answer may be out of date before the call is made. So
//! whoever makes such a call does it inside a gate, and the exit closes the gate and waits until
//! nobody is inside.

use std::mem;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use crate::Python;

/// Around `PyGILState_Ensure`.
pub(crate) static ATTACHING: Gate = Gate::new();

/// Around `Py_AddPendingCall`.
pub(crate) static ASKING: Gate = Gate::new();

/// Lets threads in until it is closed.
pub(crate) struct Gate {
    /// Lowest bit: closed. Above: how often threads came in, less what [`Inside`]'s `drop` took
    /// back.
    entered: AtomicU32,
    /// How often threads left by [`Inside::leave_attached`], also above the lowest bit.
    left: AtomicU32,
}

const CLOSED: u32 = 1;
const ENTRY: u32 = 2;

/// This thread is inside for as long as this lives.
pub(crate) struct Inside(&'static Gate);

impl Gate {
    const fn new() -> Self {
        Self {
            entered: AtomicU32::new(0),
            left: AtomicU32::new(0),
        }
    }

    /// Lets this thread in, unless the gate is closed.
    #[inline]
    pub(crate) fn enter(&'static self) -> Option<Inside> {
        // One word for both: whoever is let in is seen by `wait`.
        let entry = |entered: u32| {
            let is_open = entered & CLOSED == 0;
            is_open.then_some(entered.wrapping_add(ENTRY))
        };
        self.entered
            .fetch_update(Ordering::Acquire, Ordering::Relaxed, entry)
            .is_ok()
            // Not made where it would count itself out.
            .then(|| Inside(self))
    }

    /// Lets in the thread that exits.
    #[cold]
    pub(crate) fn enter_closed(&'static self) -> Inside {
        self.entered.fetch_add(ENTRY, Ordering::Acquire);
        Inside(self)
    }

    pub(crate) fn close(&self) {
        self.entered.fetch_or(CLOSED, Ordering::AcqRel);
    }

    pub(crate) fn open(&self) {
        self.entered.fetch_and(!CLOSED, Ordering::AcqRel);
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.entered.load(Ordering::Acquire) & CLOSED != 0
    }

    /// Until nobody is inside, when the gate is closed.
    ///
    /// Whoever is inside comes out, but for a thread that CPython has parked at an end which no
    /// exit callback came before. Not to be kept from the process's own end by that, this gives up
    /// after some seconds.
    pub(crate) fn wait(&self) {
        for turn in 0..6_000_u32 {
            // Nobody comes in between the two loads.
            let entered = self.entered.load(Ordering::Acquire) & !CLOSED;
            if !is_ahead(entered, self.left.load(Ordering::Acquire)) {
                return;
            }
            if turn < 1_000 {
                thread::yield_now();
            } else {
                thread::sleep(Duration::from_millis(1));
            }
        }
    }

    /// Whoever is inside will never come out.
    pub(crate) fn forget_threads(&self) {
        let forget = |entered: u32| Some(self.left.load(Ordering::Relaxed) | entered & CLOSED);
        let _ = self
            .entered
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, forget);
    }
}

/// Whether one count is above the other. Counts wrap around; and where a thread was forgotten that
/// counts itself out all the same, the lower one runs ahead.
fn is_ahead(count: u32, of: u32) -> bool {
    (1..1 << 31).contains(&count.wrapping_sub(of))
}

impl Inside {
    /// Leaves on an attached thread.
    #[inline]
    pub(crate) fn leave_attached(self, py: Python<'_>) {
        count(&self.0.left, py);
        mem::forget(self);
    }
}

impl Drop for Inside {
    #[inline]
    fn drop(&mut self) {
        self.0.entered.fetch_sub(ENTRY, Ordering::Release);
    }
}

/// How many of the threads that left `ATTACHING` attached have come to the end of their outermost
/// attach, counted like them.
static DETACHED: AtomicU32 = AtomicU32::new(0);

/// Counts this thread, which is at the end of its outermost attach. Before the GIL is released, as
/// the lock of the count: a destructor of a thread-local value that runs meanwhile is not waited
/// for.
#[inline]
pub(crate) fn count_detached(py: Python<'_>) {
    count(&DETACHED, py);
}

/// Without a locked instruction where the GIL is a lock.
#[inline]
fn count(counter: &AtomicU32, _attached: Python<'_>) {
    if cfg!(Py_GIL_DISABLED) {
        counter.fetch_add(ENTRY, Ordering::Release);
    } else {
        let before = counter.load(Ordering::Relaxed);
        counter.store(before.wrapping_add(ENTRY), Ordering::Release);
    }
}

/// Whether some thread is in an outermost attach.
pub(crate) fn is_somebody_attached() -> bool {
    let left = ATTACHING.left.load(Ordering::Acquire);
    is_ahead(left, DETACHED.load(Ordering::Acquire))
}

/// Those that are attached now will never come to the end of it.
pub(crate) fn forget_attached() {
    DETACHED.store(ATTACHING.left.load(Ordering::Relaxed), Ordering::Relaxed);
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::thread;

    use super::{forget_attached, is_somebody_attached};
    use crate::Python;

    /// The only unit test that attaches.
    #[test]
    fn an_outermost_attach_is_counted_until_its_end() {
        Python::initialize();
        assert!(!is_somebody_attached());
        Python::attach(|py| {
            assert!(is_somebody_attached());
            Python::attach(|_| ());
            assert!(is_somebody_attached());
            py.detach(|| {
                thread::spawn(|| Python::attach(|_| ())).join().unwrap();
                assert!(is_somebody_attached());
            });
        });
        assert!(!is_somebody_attached());
        // As in a child that is forked there.
        Python::attach(|_| forget_attached());
        assert!(!is_somebody_attached());
        let panics = AssertUnwindSafe(|| Python::attach(|_| panic!("on purpose")));
        assert!(catch_unwind(panics).is_err());
        assert!(!is_somebody_attached());
    }
}
