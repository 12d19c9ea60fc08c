//! What becomes of references that are dropped on detached threads.
//!
//! A detached thread may not release a Python reference, so that dropping a [`Py`](crate::Py) there
//! is handled by a policy, chosen when the final program is built:
//!
//! | policy | `RUSTFLAGS` | a detached drop |
//! |---|---|---|
//! | defer | none | waits in the pool until the next drain |
//! | abort | `--cfg gilref_disable_reference_pool` | says why on stderr and aborts the process |
//! | leak | `--cfg gilref_disable_reference_pool --cfg gilref_leak_on_drop_without_reference_pool` | leaks the reference |
//!
//! Where nobody will be able to release it, because the interpreter is gone, a reference is leaked
//! whatever the policy.
//!
//! # When the pool is drained
//!
//! - at an outermost [`attach`](crate::Python::attach) or
//!   [`try_attach`](crate::Python::try_attach),
//! - at the end of [`detach`](crate::Python::detach),
//! - by [`drain`] and [`drain_up_to`],
//! - by the main thread's interpreter loop, which is asked for it when the pool goes from empty to
//!   pending, see [`set_nudge`],
//! - at the interpreter's exit, in a callback of Python's `atexit`.
//!
//! **Never** in a nested attach, and nowhere else: releasing a reference may run a destructor, and
//! so any code, and where that can happen must be seen in the source. Code that drains while it
//! holds a lock can deadlock with a destructor that wants the same lock. On the main thread the
//! same is true of code that holds a lock while it runs Python bytecode: there the interpreter loop
//! may drain, as it may collect garbage or handle a signal. [`set_nudge`] turns that off.
//!
//! What was pushed before an attach begins is released before its closure runs, or is in the hands
//! of another thread that is releasing it just then. An exception that is pending survives a drain.
//!
//! # Cost
//!
//! Dropping attached: nothing of this. Attaching with an empty pool: one load. A detached drop: a
//! few nanoseconds, and 512 bytes at a thread's first one. The measurements are on
//! [a page in the repository](https://github.com/OWNER/gilref/blob/main/docs/pool.md).
//!
//! # Fork
//!
//! No lock is held at any time, so that a process may be forked while other threads drop. What
//! waits in the pool is then in both processes, and is released in each, as each has its own copy
//! of the objects. Lost in the child is what a thread that did not come along was just pushing or
//! releasing; [`PoolStats::pending`] may stay above zero there by that much.
//!
//! CPython itself is less tolerant: in some versions a child hangs when another
//! thread was just building its thread state. They are
//! [listed in the repository](https://github.com/OWNER/gilref/blob/main/docs/cpython.md).
//!
//! # Example
//!
//! ```
//! use gilref::{Python, pool};
//!
//! Python::initialize();
//! let list = Python::attach(|py| py.eval("[1, 2, 3]", None, None).unwrap().unbind());
//!
//! let before = pool::stats();
//! drop(list); // detached
//! assert_eq!(pool::stats().pending, before.pending + 1);
//!
//! Python::attach(|_py| assert_eq!(pool::stats().pending, 0));
//! ```

mod blocks;
mod detached;
pub mod hooks;
mod immortal;
mod nudge;
mod stats;

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};

use pyo3_ffi as ffi;

use crate::err::SavedError;
use crate::{GilToken, Python, lifecycle};
use blocks::Blocks;

pub(crate) use detached::drop_detached;
pub use hooks::{DeferredDrop, Fate, set_hook};
pub(crate) use nudge::forget as forget_nudge;
pub use nudge::set_nudge;
pub use stats::{PoolStats, stats};

static POOL: Blocks<ffi::PyObject> = Blocks::new();

/// How many entries one attach releases; 0 stands for all.
static LIMIT: AtomicUsize = AtomicUsize::new(0);

/// Releases everything that waits in the pool. How many references that were.
///
/// Entries that a destructor adds meanwhile wait for the next drain.
///
/// # Cost
///
/// One load when nothing waits; a decrement for each entry, and the destructors.
///
/// # Example
///
/// ```
/// # use gilref::{Python, pool};
/// # Python::initialize();
/// Python::attach(|py| {
///     let list = py.eval("[]", None, None).unwrap().unbind();
///     pool::drain(py);
///     py.detach(|| {
///         std::thread::spawn(move || drop(list)).join().unwrap();
///         // It waits for the end of this `detach`.
///         assert_eq!(pool::stats().pending, 1);
///     });
///     assert_eq!(pool::drain(py), 0);
/// });
/// ```
#[doc(alias("update_counts"))]
pub fn drain<'py>(py: impl GilToken<'py>) -> usize {
    drain_up_to(py, usize::MAX)
}

/// Releases up to `n` of what waits in the pool; the rest stays. How many references were released.
///
/// For threads that must not stop for long: a drain of many entries can be spread over several
/// calls.
pub fn drain_up_to<'py>(py: impl GilToken<'py>, n: usize) -> usize {
    if POOL.is_empty() {
        return 0;
    }
    lifecycle::ensure_registered(py.python());
    release(py.python(), n)
}

/// Caps what one attach, one end of a `detach`, or one turn of the main thread's interpreter loop
/// releases; `None`, as it is at the start, releases all. What is left over stays queued for the
/// next.
///
/// # Example
///
/// ```
/// use std::num::NonZeroUsize;
///
/// // At most a thousand destructors between a request and its answer.
/// gilref::pool::set_drain_limit(NonZeroUsize::new(1000));
/// # gilref::pool::set_drain_limit(None);
/// ```
pub fn set_drain_limit(limit: Option<NonZeroUsize>) {
    LIMIT.store(limit.map_or(0, NonZeroUsize::get), Ordering::Relaxed);
}

/// Panics when something waits in the pool: for tests that want to be sure that nothing is dropped
/// detached.
///
/// Does not drain. An outermost `attach` does: what is to be caught must be caught in the same
/// attach as it happens, or by a thread that stays attached; [`PoolStats::deferred`] is never reset
/// and sees all.
///
/// # Panics
///
/// When something waits, with how much.
#[track_caller]
pub fn assert_empty<'py>(_py: impl GilToken<'py>) {
    let PoolStats { pending, .. } = stats();
    assert!(
        pending == 0,
        "{pending} Python reference(s) were dropped on detached threads and wait in gilref's pool; \
         `gilref::pool::set_hook(Some(gilref::pool::hooks::backtrace))` shows where"
    );
}

/// At an outermost attach, after a detach, and when the interpreter loop was asked.
#[inline]
pub(crate) fn drain_between(py: Python<'_>) {
    if !POOL.is_empty() {
        let limit = LIMIT.load(Ordering::Relaxed);
        release(py, if limit == 0 { usize::MAX } else { limit });
    }
}

/// At the interpreter's exit: all, and what destructors drop detached meanwhile, and theirs in
/// turn. Bounded, for a destructor that drops one more each time must not keep the process from its
/// end.
pub(crate) fn drain_at_exit(py: Python<'_>) {
    for _ in 0..1000 {
        if POOL.is_empty() {
            return;
        }
        release(py, usize::MAX);
    }
}

#[cold]
fn release(py: Python<'_>, limit: usize) -> usize {
    stats::see_high_water();
    let pending = SavedError::take(py);
    // Asked once: the interpreter does not end before the thread that it waits for lets go of it,
    // and a thread that lets go in a destructor does not come back from it after the end.
    let current = lifecycle::generation();
    let mut leaked = 0;
    let stale = &mut leaked;
    // By value: `current` stays in a register.
    let taken = POOL.drain(limit, move |object, generation| {
        if generation == current {
            // SAFETY: the entry owned a reference, in this interpreter, and the thread is attached.
            unsafe { ffi::Py_DECREF(object.as_ptr()) };
        } else {
            // Its interpreter is gone, and its memory with it.
            *stale += 1;
        }
    });
    drop(pending);
    let released = taken - leaked;
    stats::count_drain(released, leaked);
    if limit != usize::MAX && !POOL.is_empty() {
        // No push will report the change from empty to pending for what was left over.
        nudge::ask();
    }
    released
}
