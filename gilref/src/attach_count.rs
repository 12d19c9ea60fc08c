//! The count of threads that are inside an outermost attach, for the interpreter's exit to wait for.
//!
//! An outermost attach leaves the gate [`ATTACHING`] with its token, and the gate counts that. Here
//! the ends of these attaches are counted. The difference is the number of threads that are attached.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::gate::{ATTACHING, count_attached, is_ahead};
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

/// Whether some thread is inside an outermost attach.
pub(crate) fn is_any_thread_attached() -> bool {
    let begun = ATTACHING.left_with_token();
    is_ahead(begun, ENDED.load(Ordering::Acquire))
}

/// Forgets the attaches that have not ended: they never will.
pub(crate) fn forget_threads() {
    ENDED.store(ATTACHING.left_with_token(), Ordering::Relaxed);
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::thread;

    use super::{forget_threads, is_any_thread_attached};
    use crate::Python;

    /// The only unit test that attaches.
    #[test]
    fn an_outermost_attach_is_counted_until_its_end() {
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
        // As in a child that is forked there.
        Python::attach(|_| forget_threads());
        assert!(!is_any_thread_attached());
        let panics = AssertUnwindSafe(|| Python::attach(|_| panic!("on purpose")));
        assert!(catch_unwind(panics).is_err());
        assert!(!is_any_thread_attached());
    }
}
