//! The nudge: asks the main thread's interpreter loop for a drain.
//!
//! Without it, what is dropped after a program's last attach would wait until the exit.
//! `Py_AddPendingCall` has the main thread call a function between two bytecodes: soon from 3.13 on,
//! and before that when it next takes the GIL. No thread is woken: a main thread that sleeps in a
//! system call drains when it comes back.
//!
//! The loop is asked by a push that opens a block, and by an attach that has left something over. One
//! call in CPython's queue, which has 32 places, is enough: see [`wish`](super::wish). A drain that
//! comes before the call clears the wish, and the call then does nothing.
//!
//! # Turns
//!
//! One turn of the loop releases at most the drain limit. CPython makes up to 32 calls in one turn, and
//! a call that is queued in a call is one of these. So a call that has left something over queues another
//! call. The next 31 calls only queue the following one and release nothing. The call after these is
//! certainly in a later turn.

use std::ffi::{c_int, c_void};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use super::drain::drain_to_limit;
use super::era::era;
use super::wish::WISH;
use crate::deferred::WAITING;
use crate::gates::ASKING;
use crate::interpreter;
use crate::token::Python;

static ON: AtomicBool = AtomicBool::new(true);

/// How many pending calls CPython makes in a row at most: `NPENDINGCALLS` up to 3.12, later
/// `MAXPENDINGCALLS_MAIN`.
const CALLS_IN_A_TURN: u32 = 32;

/// How many calls are still to do nothing. Changed by the main thread, and by a thread that queues a call
/// while no other call is queued.
static SKIP: AtomicU32 = AtomicU32::new(0);

/// Whether the main thread is asked for a drain when something is dropped detached. On by default.
/// Turning it on asks for what waits already.
///
/// Turned off, entries wait for the next attach, end of a detach, [`drain`](super::drain), the
/// [drain thread](super::set_drain_thread), or the exit. For programs whose main thread must not run
/// destructors between any two bytecodes: for instance, it runs Python code while it holds a lock, and a
/// destructor takes the same lock.
///
/// # Cost
///
/// The request and its answer together cost 20 ns on CPython 3.15, and up to 120 ns on earlier versions and
/// other machines (the last two rows of `cargo bench --bench versus`): a call into libpython that takes
/// CPython's own lock of the queue. Once between two drains. Each thread's first drop after a drain costs one
/// locked instruction to see that the loop was asked.
pub fn set_nudge(on: bool) {
    ON.store(on, Ordering::Relaxed);
    if on && !WAITING.is_empty() {
        ask();
    }
}

/// Asks, unless the loop has been asked already, or there is none to ask.
#[cold]
pub(super) fn ask() {
    if ON.load(Ordering::Relaxed) && WISH.want(era()) {
        SKIP.store(0, Ordering::Relaxed);
        queue();
    }
}

/// Queues the call.
fn queue() {
    let queued = ASKING.enter().is_some_and(|_inside| {
        interpreter::is_running() && {
            // SAFETY: there is an interpreter, and its exit waits for threads that are inside the gate.
            // Before the exit callback is registered it does not: a known hole, see `docs/soundness.md`.
            unsafe { interpreter::add_pending_call(answer) }
        }
    });
    if !queued {
        WISH.not_queued();
    }
}

/// What the main thread calls.
extern "C" fn answer(_: *mut c_void) -> c_int {
    let skip = SKIP.load(Ordering::Relaxed);
    if skip > 0 && WISH.is_wanted() {
        SKIP.store(skip - 1, Ordering::Relaxed);
        queue();
    } else if WISH.answer() && ON.load(Ordering::Relaxed) {
        // SAFETY: CPython makes pending calls attached.
        let left_over = drain_to_limit(unsafe { Python::assume_attached() });
        if left_over && WISH.want(era()) {
            SKIP.store(CALLS_IN_A_TURN - 1, Ordering::Relaxed);
            queue();
        }
    }
    0
}
