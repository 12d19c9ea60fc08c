//! Traverse: whether this thread is in the `__traverse__` of a PyO3 class.
//!
//! There the garbage collector compares counts, and no code may change one, although CPython says that
//! the thread is attached. PyO3 knows, since it is PyO3 that calls `__traverse__`, and refuses to
//! attach there. To ask PyO3 at each drop would double the cost of the drop. So it is asked only on a
//! thread that is collecting garbage. A callback of Python's `gc` (`lifecycle/collections.rs`) says which
//! thread that is. Where that callback is not registered, PyO3 is always asked.
//!
//! `gc.get_referents` and `gc.get_referrers` call `__traverse__` too, outside of any collection and without
//! the callback. `docs/with-pyo3.md` says what follows from that.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::{panic, ptr};

use super::state::{is_finalizing, is_initialized};
use crate::starting;

/// The thread that is collecting, by the address of its `THREAD`; or one of the three below. Relaxed
/// is enough to ask: what a thread must see here it has stored itself.
static COLLECTING: AtomicUsize = AtomicUsize::new(UNKNOWN);

const NO_THREAD: usize = 0;
/// Nobody tells of collections: any thread may be in one.
const UNKNOWN: usize = 1;
/// Collections are told of from now on. One that began before may still be going on.
const UNTIL_THE_NEXT_STOP: usize = 2;

thread_local! {
    /// There for its address.
    static THREAD: u8 = const { 0 };
}

fn this_thread() -> usize {
    THREAD.with(|thread| ptr::from_ref(thread).addr())
}

/// Whether it is worth a closer look. One load.
#[inline]
pub(super) fn is_possible() -> bool {
    COLLECTING.load(Ordering::Relaxed) != NO_THREAD
}

/// Whether this thread, which CPython says is attached, is in a `__traverse__`.
#[cold]
pub(super) fn is_here() -> bool {
    let collecting = COLLECTING.load(Ordering::Relaxed);
    let may_be_here = match collecting {
        NO_THREAD => false,
        UNKNOWN | UNTIL_THE_NEXT_STOP => true,
        thread => thread == this_thread(),
    };
    may_be_here && is_refused_by_pyo3()
}

/// Where PyO3 does not refuse, it drains its pool, as in each of its attaches.
fn is_refused_by_pyo3() -> bool {
    // Not on a thread that PyO3 is just starting the interpreter on: it would wait for itself.
    if !starting::is_starting_thread() {
        if ::pyo3::Python::try_attach(|_| ()).is_some() {
            return false;
        }
        // In a finalization PyO3 also refuses a thread which it does not know to be attached. That one
        // passes below, while a `__traverse__` panics.
        if is_initialized() && !is_finalizing() {
            return true;
        }
    }
    // SAFETY: attached, says CPython, to an interpreter whose objects are still there.
    panic::catch_unwind(|| unsafe { ::pyo3::Python::attach_unchecked(|_| ()) }).is_err()
}

/// From now on [`begin_collection`] and [`end_collection`] are called.
pub(crate) fn collections_are_watched() {
    // Acquire pairs with the release below. A thread that does this after the exit has done that sees
    // that the exit has begun.
    COLLECTING.swap(UNTIL_THE_NEXT_STOP, Ordering::Acquire);
}

/// They may not be called any more.
pub(crate) fn collections_are_unwatched() {
    // A swap, so that what one thread releases here is still seen when another has done the same since.
    COLLECTING.swap(UNKNOWN, Ordering::Release);
}

/// This thread begins to collect garbage.
pub(crate) fn begin_collection() {
    set_if_watched(this_thread());
}

/// It has come to the end.
pub(crate) fn end_collection() {
    set_if_watched(NO_THREAD);
}

fn set_if_watched(thread: usize) {
    let set = |collecting| (collecting != UNKNOWN).then_some(thread);
    let _ = COLLECTING.fetch_update(Ordering::Relaxed, Ordering::Relaxed, set);
}
