//! Asking the main thread's interpreter loop for a drain.
//!
//! Without it, what is dropped after a program's last attach would wait until the exit.
//! `Py_AddPendingCall` has the main thread call a function between two bytecodes, soon from 3.13
//! on, and before that when it next takes the GIL. Nobody is woken: a main thread that sleeps in a
//! system call drains when it comes back.

use std::ffi::{c_int, c_void};
use std::ptr;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::gate::ASKING;
use crate::{Python, interpreter, lifecycle};

static ON: AtomicBool = AtomicBool::new(true);

/// Asked, and not yet answered: one place in CPython's small queue is enough.
static ASKED: AtomicBool = AtomicBool::new(false);

/// Whether the main thread is asked for a drain when the pool goes from empty to pending. It is, at
/// the start.
///
/// Turned off, entries wait for the next attach, end of a detach, [`drain`](super::drain), or the
/// exit. For programs whose main thread must not run destructors between any two bytecodes, such as
/// one that holds a lock around Python code which a destructor wants too.
///
/// # Cost
///
/// Of asking and the answer together, about 120 ns (`cargo bench -p gilref --bench attach`): a call
/// into libpython that takes CPython's own lock of the queue. At the first push into an empty pool
/// only.
pub fn set_nudge(on: bool) {
    ON.store(on, Ordering::Relaxed);
}

/// Asks, unless somebody has, or nobody would answer.
#[cold]
pub(super) fn ask() {
    if !ON.load(Ordering::Relaxed) || ASKED.swap(true, Ordering::Relaxed) {
        return;
    }
    lifecycle::watch_forks();
    let asked = ASKING
        .enter()
        .is_some_and(|_inside| interpreter::is_initialized() && add_pending_call());
    if !asked {
        ASKED.store(false, Ordering::Relaxed);
    }
}

/// The queue has gone with its interpreter.
pub(crate) fn forget() {
    ASKED.store(false, Ordering::Relaxed);
}

fn add_pending_call() -> bool {
    interpreter::add_pending_call(answer, ptr::null_mut::<c_void>())
}

/// What the main thread calls.
extern "C" fn answer(_: *mut c_void) -> c_int {
    ASKED.store(false, Ordering::Relaxed);
    // SAFETY: CPython makes pending calls attached.
    let py = unsafe { Python::assume_attached() };
    lifecycle::ensure_registered(py);
    super::drain_between(py);
    0
}
