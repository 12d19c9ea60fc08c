//! Who must be out of the interpreter before it goes.
//!
//! A call into an interpreter that another thread takes apart meanwhile is a crash, or never
//! returns. To ask first is no help: the answer may be out of date before the call is made. So
//! whoever makes such a call does it inside a gate, and the exit closes the gate and waits until
//! nobody is inside.

use std::mem;
#[cfg(unix)]
use std::sync::Once;
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
    /// One bit, and above it how many threads came in, but for those that left by another way than
    /// [`Inside::leave_attached`].
    entered: AtomicU32,
    /// How many left by that, in the same unit.
    left: AtomicU32,
}

const CLOSED: u32 = 1;
const THREAD: u32 = 2;

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
        #[cfg(unix)]
        watch_forks();
        // Whoever is turned away and comes back at once must not keep `wait` waiting.
        if self.is_closed() {
            return None;
        }
        // One word for both: whoever is not turned away here is seen by `wait`.
        let before = self.entered.fetch_add(THREAD, Ordering::Acquire);
        let inside = Inside(self);
        (before & CLOSED == 0).then_some(inside)
    }

    /// Lets in the thread that has closed the gate.
    #[cold]
    pub(crate) fn enter_closed(&'static self) -> Inside {
        self.entered.fetch_add(THREAD, Ordering::Acquire);
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
    pub(crate) fn wait(&self) {
        for turn in 0.. {
            // Nobody comes in and leaves between the two loads: whoever tries is turned away, and
            // is then at most counted in the first.
            let entered = self.entered.load(Ordering::Acquire) & !CLOSED;
            if entered == self.left.load(Ordering::Acquire) {
                return;
            }
            if turn < 1000 {
                thread::yield_now();
            } else {
                thread::sleep(Duration::from_millis(1));
            }
        }
    }
}

impl Inside {
    /// Leaves on an attached thread.
    #[inline]
    pub(crate) fn leave_attached(self, py: Python<'_>) {
        count_thread(&self.0.left, py);
        mem::forget(self);
    }
}

impl Drop for Inside {
    #[inline]
    fn drop(&mut self) {
        self.0.entered.fetch_sub(THREAD, Ordering::Release);
    }
}

/// How many of the threads that left `ATTACHING` attached have come to the end of their outermost
/// attach, in the same unit.
static DETACHED: AtomicU32 = AtomicU32::new(0);

/// Counts this thread, which is at the end of its outermost attach.
#[inline]
pub(crate) fn count_detached(py: Python<'_>) {
    count_thread(&DETACHED, py);
}

/// Without a locked instruction where the GIL is a lock.
#[inline]
fn count_thread(count: &AtomicU32, _attached: Python<'_>) {
    if cfg!(Py_GIL_DISABLED) {
        count.fetch_add(THREAD, Ordering::Release);
    } else {
        let before = count.load(Ordering::Relaxed);
        count.store(before.wrapping_add(THREAD), Ordering::Release);
    }
}

/// Whether some thread is in an outermost attach.
pub(crate) fn is_somebody_attached() -> bool {
    DETACHED.load(Ordering::Acquire) != ATTACHING.left.load(Ordering::Acquire)
}

/// Those that are attached now will never come to the end of it.
pub(crate) fn forget_attached() {
    DETACHED.store(ATTACHING.left.load(Ordering::Relaxed), Ordering::Relaxed);
}

/// A thread that was inside when another one forked is inside for ever in the child, which has only
/// the one that forked.
#[cfg(unix)]
fn watch_forks() {
    extern "C" fn in_child() {
        for gate in [&ATTACHING, &ASKING] {
            let closed = gate.entered.load(Ordering::Relaxed) & CLOSED;
            let left = gate.left.load(Ordering::Relaxed);
            gate.entered.store(left | closed, Ordering::Relaxed);
        }
        forget_attached();
    }

    static WATCHED: Once = Once::new();
    WATCHED.call_once(|| {
        // SAFETY: the handler does what a signal handler may do. It fails where there is no memory,
        // and then a child may wait at its exit.
        unsafe { libc::pthread_atfork(None, None, Some(in_child)) };
    });
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::thread;

    use super::is_somebody_attached;
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
        let panics = AssertUnwindSafe(|| Python::attach(|_| panic!("on purpose")));
        assert!(catch_unwind(panics).is_err());
        assert!(!is_somebody_attached());
    }
}
