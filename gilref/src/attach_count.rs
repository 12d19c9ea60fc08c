//! The count of threads that are inside an outermost attach, for the interpreter's exit to wait for.
//!
//! An outermost attach leaves the gate [`ATTACHING`] with its token, and the gate counts that. Here
//! the ends of these attaches are counted. The difference is the number of outermost attaches that
//! have not ended. A thread that is in a `detach` inside of its attach counts too.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::gate::{ENTRY, count_attached, is_ahead};
use crate::gates::ATTACHING;
use crate::this_thread;
use crate::token::Python;

/// How many outermost attaches have ended, counted as the gate counts.
static ENDED: AtomicU32 = AtomicU32::new(0);

/// Counts the end of this thread's outermost attach.
///
/// Called before the GIL is released, which makes it the lock of the count. So a destructor of a
/// thread-local value that runs in the release itself is not waited for.
#[inline]
pub(crate) fn count_end(py: Python<'_>) {
    count_attached(&ENDED, py);
}

/// Whether some other thread is inside an outermost attach.
pub(crate) fn is_other_thread_attached() -> bool {
    is_ahead(begun_elsewhere(), ENDED.load(Ordering::Acquire))
}

/// Forgets the attaches of other threads that have not ended: they never will.
pub(crate) fn forget_other_threads() {
    ENDED.store(begun_elsewhere(), Ordering::Relaxed);
}

/// How many outermost attaches have begun, but for those that this thread is in.
fn begun_elsewhere() -> u32 {
    let own = this_thread::outermost_attaches().wrapping_mul(ENTRY);
    ATTACHING.left_with_token().wrapping_sub(own)
}

#[cfg(test)]
pub(crate) mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    #[cfg(unix)]
    use std::sync::Barrier;
    use std::sync::{Mutex, MutexGuard, PoisonError};
    use std::thread;

    use super::{forget_other_threads, is_other_thread_attached};
    use crate::Python;

    /// Asked by a thread that is not in an attach.
    fn is_any_thread_attached() -> bool {
        thread::spawn(is_other_thread_attached).join().unwrap()
    }

    /// Unit tests that attach take turns.
    pub(crate) fn alone() -> MutexGuard<'static, ()> {
        static TURN: Mutex<()> = Mutex::new(());
        TURN.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[test]
    fn an_outermost_attach_is_counted_until_its_end() {
        let _alone = alone();
        Python::initialize();
        assert!(!is_any_thread_attached());
        Python::attach(|py| {
            assert!(is_any_thread_attached());
            Python::attach(|_| ());
            assert!(is_any_thread_attached());
            py.detach(|| {
                thread::spawn(|| Python::attach(|_| ())).join().unwrap();
                assert!(is_any_thread_attached());
            });
        });
        assert!(!is_any_thread_attached());
        // As in a child that is forked there: the thread that forks goes on and comes to the end.
        Python::attach(|py| {
            forget_other_threads();
            assert!(!is_other_thread_attached());
            assert!(is_any_thread_attached());
            py.detach(|| Python::attach(|_| forget_other_threads()));
        });
        assert!(!is_any_thread_attached());
        // It does not run ahead: the next one counts.
        Python::attach(|_| assert!(is_any_thread_attached()));
        let panics = AssertUnwindSafe(|| Python::attach(|_| panic!("on purpose")));
        assert!(catch_unwind(panics).is_err());
        assert!(!is_any_thread_attached());
    }

    #[cfg(unix)]
    #[test]
    fn a_forked_child_counts_no_thread_that_it_does_not_have() {
        let _alone = alone();
        Python::initialize();
        let barrier = Barrier::new(2);
        thread::scope(|scope| {
            scope.spawn(|| {
                Python::attach(|py| {
                    py.detach(|| {
                        barrier.wait();
                        barrier.wait();
                    });
                });
            });
            barrier.wait();
            assert!(is_other_thread_attached());
            // SAFETY: the question is about atomics, and what is this thread's own.
            let holds =
                unsafe { crate::fork::holds_in_a_forked_child(|| !is_other_thread_attached()) };
            barrier.wait();
            assert!(holds);
        });
    }
}
