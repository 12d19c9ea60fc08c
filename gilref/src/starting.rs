//! Starting: whether some thread is starting an interpreter just now, and whether this one is.
//!
//! CPython has no lock for its own start. Here the lock is a flag. A forked child may have to release it
//! for a thread that does not exist in the child; a mutex does not allow that.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

static STARTING: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// What a start imports, `sitecustomize` above all, may detach and attach again, and must not wait
    /// for itself.
    static HERE: Cell<bool> = const { Cell::new(false) };
}

/// How long a thread sleeps between two looks at the flag. A start takes some ten milliseconds.
const SLEEP: Duration = Duration::from_millis(1);

/// This thread is starting an interpreter for as long as this lives.
pub(crate) struct Starting(());

impl Starting {
    /// Waits until no other thread is starting one. The atfork handler must have been installed.
    pub(crate) fn begin() -> Self {
        while STARTING.swap(true, Ordering::Acquire) {
            thread::sleep(SLEEP);
        }
        HERE.set(true);
        Self(())
    }
}

impl Drop for Starting {
    fn drop(&mut self) {
        HERE.set(false);
        STARTING.store(false, Ordering::Release);
    }
}

/// Whether this thread is starting an interpreter.
pub(crate) fn is_starting_thread() -> bool {
    HERE.get()
}

/// Says whether this thread is starting an interpreter by other means, under a lock that is not this
/// one.
#[cfg(feature = "pyo3")]
pub(crate) fn set_starting_thread(is_starting: bool) {
    HERE.set(is_starting);
}

/// Waits until a start by another thread has come to its end.
pub(crate) fn wait() {
    while STARTING.load(Ordering::Acquire) && !is_starting_thread() {
        thread::sleep(SLEEP);
    }
}

/// In a forked child: the thread that was starting an interpreter is this one, or does not exist.
#[cfg(unix)]
pub(crate) fn forget_other_thread() {
    STARTING.store(is_starting_thread(), Ordering::Relaxed);
}

#[cfg(all(test, unix))]
mod tests {
    use std::sync::Barrier;
    use std::thread;

    use super::{Starting, wait};
    use crate::fork::{holds_in_a_forked_child, watch};

    #[test]
    fn a_forked_child_does_not_wait_for_a_start_that_it_has_not_got() {
        watch();
        let barrier = Barrier::new(2);
        thread::scope(|scope| {
            scope.spawn(|| {
                let starting = Starting::begin();
                barrier.wait();
                barrier.wait();
                drop(starting);
            });
            barrier.wait();
            // SAFETY: the question is about atomics, and what is this thread's own.
            let holds = unsafe {
                holds_in_a_forked_child(|| {
                    wait();
                    drop(Starting::begin());
                    true
                })
            };
            barrier.wait();
            assert!(holds);
        });
    }
}
