//! The fork lock: the process does not fork while a thread of gilref builds its Python thread
//! state.
//!
//! Up to CPython 3.11 a child that is forked at that moment hangs: see `docs/cpython.md`, section
//! 6. A program can avoid this for its own threads. It can't for gilref's: it does not know when
//! gilref starts one.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// A lock that is waited for by trying again: the child has to be able to open it.
static LOCKED: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// This thread is forking. The handlers may be installed more than once, and then run so.
    static IS_FORKING: Cell<bool> = const { Cell::new(false) };
}

fn lock() {
    while LOCKED.swap(true, Ordering::Acquire) {
        thread::yield_now();
    }
}

/// Calls `f` while no thread of this process forks. `f` must be short and must not wait for the GIL:
/// a thread that forks from Python waits here with the GIL in its hands.
pub(crate) fn without_fork<R>(f: impl FnOnce() -> R) -> R {
    lock();
    let result = f();
    LOCKED.store(false, Ordering::Release);
    result
}

pub(crate) extern "C" fn before_fork() {
    if !IS_FORKING.replace(true) {
        lock();
    }
}

/// In the parent and in the child.
pub(crate) extern "C" fn after_fork() {
    if IS_FORKING.replace(false) {
        LOCKED.store(false, Ordering::Release);
    }
}
