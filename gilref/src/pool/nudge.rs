//! The nudge: asks the main thread's interpreter loop for a drain.
//!
//! Without it, what is dropped after a program's last attach would wait until the exit.
//! `Py_AddPendingCall` has the main thread call a function between two bytecodes: soon from 3.13 on,
//! and before that when it next takes the GIL. No thread is woken: a main thread that sleeps in a
//! system call drains when it comes back.

use std::ffi::{c_int, c_void};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::gate::ASKING;
use crate::{fork, generation, interpreter};

static ON: AtomicBool = AtomicBool::new(true);

/// The generation in which the loop was asked and has not answered yet, plus one; 0 for none. One
/// place in CPython's small queue is enough. The queue goes with its interpreter, so that a request
/// from an earlier generation counts for nothing.
static ASKED: AtomicU64 = AtomicU64::new(0);

/// Whether the main thread is asked for a drain when the pool goes from empty to pending. On by
/// default.
///
/// Turned off, entries wait for the next attach, end of a detach, [`drain`](super::drain), or the
/// exit. For programs whose main thread must not run destructors between any two bytecodes, such as
/// one that holds a lock around Python code which a destructor wants too.
///
/// # Cost
///
/// Of asking and the answer together, about 120 ns (`cargo bench --bench versus`): a call
/// into libpython that takes CPython's own lock of the queue. At the first push into an empty pool
/// only.
pub fn set_nudge(on: bool) {
    ON.store(on, Ordering::Relaxed);
}

/// Has the main thread call `answer`, unless the loop has been asked already, or there is none to ask.
#[cold]
pub(super) fn ask(answer: extern "C" fn(*mut c_void) -> c_int) {
    if !ON.load(Ordering::Relaxed) {
        return;
    }
    let now = u64::from(generation::current()) + 1;
    if ASKED.swap(now, Ordering::Relaxed) == now {
        return;
    }
    fork::watch();
    let asked = ASKING.enter().is_some_and(|_inside| {
        interpreter::is_running() && {
            // SAFETY: initialized, and the exit waits for threads that are inside the gate.
            unsafe { interpreter::add_pending_call(answer) }
        }
    });
    if !asked {
        ASKED.store(0, Ordering::Relaxed);
    }
}

/// To be called first in the answer: from now on the loop can be asked again.
pub(super) fn is_answered() {
    ASKED.store(0, Ordering::Relaxed);
}
