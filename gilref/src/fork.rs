//! Fork: the `atfork` handler, which makes a forked child forget the threads that it does not have.
//!
//! The handler resets the gates and the counts. The pool is not reset: it compares [`count`] with the
//! number that it has stored, and a forked child has another number.

#[cfg(unix)]
use std::sync::atomic::AtomicBool;
use std::sync::atomic::{AtomicU32, Ordering};

#[cfg(all(unix, not(Py_3_12)))]
use crate::fork_lock;
#[cfg(unix)]
use crate::gates::{ASKING, ATTACHING, is_exiting_thread};
#[cfg(all(unix, any(not(Py_3_13), Py_LIMITED_API)))]
use crate::this_thread;
#[cfg(unix)]
use crate::{attach_count, generation, starting};

/// Installs the handler, unless that has been done, which costs one load. To be called before a
/// thread enters a gate.
#[inline]
pub(crate) fn watch() {
    #[cfg(unix)]
    {
        static WATCHED: AtomicBool = AtomicBool::new(false);
        if !WATCHED.load(Ordering::Acquire) {
            // Two threads may both do it, which does no harm. A lock would do harm: a thread that the
            // child does not have could hold it.
            // SAFETY: the handler does only what a signal handler may do. Where there is no memory for
            // the handler a child may wait at its exit, for some seconds.
            unsafe { libc::pthread_atfork(None, None, Some(in_child)) };
            #[cfg(not(Py_3_12))]
            // SAFETY: as above.
            unsafe {
                libc::pthread_atfork(
                    Some(fork_lock::before_fork),
                    Some(fork_lock::after_fork),
                    Some(fork_lock::after_fork),
                )
            };
            WATCHED.store(true, Ordering::Release);
        }
    }
}

/// How many forks there are between the process that first called [`watch`] and this one.
pub(crate) fn count() -> u32 {
    FORKS.load(Ordering::Relaxed)
}

static FORKS: AtomicU32 = AtomicU32::new(0);

#[cfg(unix)]
extern "C" fn in_child() {
    FORKS.fetch_add(1, Ordering::Relaxed);
    #[cfg(any(not(Py_3_13), Py_LIMITED_API))]
    this_thread::keep_in_forked_child();
    for gate in [&ATTACHING, &ASKING] {
        gate.forget_threads();
        if !is_exiting_thread() {
            // The thread that was finalizing the interpreter is not in this process.
            gate.open();
        }
    }
    attach_count::forget_other_threads();
    generation::WORD.give_up_registration();
    starting::forget_other_thread();
}

/// Forks, and returns what the child says. For tests: a child that hangs is killed after some seconds.
///
/// # Safety
///
/// `question` calls nothing that another thread of this process may be in the middle of.
#[cfg(all(test, unix))]
pub(crate) unsafe fn holds_in_a_forked_child(question: fn() -> bool) -> bool {
    // SAFETY: the child calls only what the caller promises, and the two functions below.
    let id = unsafe { libc::fork() };
    if id == 0 {
        // SAFETY: no requirement.
        unsafe { libc::alarm(20) };
        let code = i32::from(!question());
        // SAFETY: no requirement.
        unsafe { libc::_exit(code) };
    }
    let mut status = 0;
    // SAFETY: writes to `status`.
    let waited = unsafe { libc::waitpid(id, &raw mut status, 0) };
    (waited, status) == (id, 0)
}

#[cfg(all(test, unix))]
mod tests {
    use std::sync::Barrier;
    use std::thread;

    use super::{holds_in_a_forked_child, watch};
    use crate::gates::{ASKING, ATTACHING};

    #[test]
    fn a_forked_child_has_nobody_in_its_gates() {
        watch();
        let barrier = Barrier::new(2);
        thread::scope(|scope| {
            scope.spawn(|| {
                let inside = (ATTACHING.enter().unwrap(), ASKING.enter().unwrap());
                barrier.wait();
                barrier.wait();
                drop(inside);
            });
            barrier.wait();
            // SAFETY: the question is about atomics, and what is this thread's own.
            let holds =
                unsafe { holds_in_a_forked_child(|| ATTACHING.is_empty() && ASKING.is_empty()) };
            barrier.wait();
            assert!(holds);
        });
    }
}
