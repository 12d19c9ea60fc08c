//! The drain thread: releases what waits where nobody else does.
//!
//! What is dropped detached is released by whoever attaches next, and by the main thread's interpreter
//! loop. But the main thread may sleep in `join`, and one attach may last for as long as the program: then
//! nobody drains, however much is dropped. So a push that finds too much waiting starts a thread that
//! attaches and drains, and that ends when little waits.
//!
//! # Turns
//!
//! The thread attaches for some milliseconds, releases what it can, detaches, and begins again. A turn is
//! limited by time and not by count: to get the GIL from a thread that computes takes CPython's switch
//! interval of five milliseconds, even for a very short turn. Between two turns the thread holds no entry.
//!
//! # What it must survive
//!
//! - **The interpreter's exit.** Each turn goes through the gate, like any attach. A thread that is refused
//!   ends. If the thread is in the middle of a destructor, the exit gives way to it for a while. After that
//!   it is parked: by CPython, up to 3.13.7 by gilref.
//! - **A fork.** The child does not have the thread. The request by which it was started is valid for one
//!   [`era`](super::era) only, so that the child can start a thread of its own. The thread keeps its Python
//!   thread state between its turns, because up to CPython 3.11 the child hangs if the process forks while
//!   a thread builds its thread state. While this thread builds its own, forks have to wait (see
//!   [`fork_lock`](crate::fork_lock)). It is started without the standard library: see [`os_thread`].
//! - **No more threads.** If the operating system can't start the thread, nothing happens; a later push
//!   tries again.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use pyo3_ffi as ffi;

use super::drain::drain_up_to;
use super::era::era;
use super::limit::drain_limit;
use super::os_thread;
use super::request::Request;
use crate::deferred::{FIRST_BLOCK, WAITING, pending};
#[cfg(all(unix, not(Py_3_12)))]
use crate::fork_lock;
use crate::gates::ATTACHING;
use crate::token::Python;
use crate::{attach_count, interpreter, lifecycle, this_thread};

/// How many references may wait; 0 for any number: no thread.
static THRESHOLD: AtomicUsize = AtomicUsize::new(1_000);

/// The thread is there.
static RUNNING: Request = Request::new();

/// How long a turn takes further portions.
const TURN: Duration = Duration::from_millis(5);
/// How many references are released between two looks at the clock.
const PORTION: usize = 500;
/// How long the thread sleeps while little waits.
const PAUSE: Duration = Duration::from_millis(5);
/// How long little must have waited before the thread ends.
const LINGER: Duration = Duration::from_millis(500);

/// How many references may wait before a thread of gilref's own releases them; `None` for no such
/// thread. At the start 1,000.
///
/// The thread is there only while it has something to do: it is started by a detached drop when that
/// many references wait, attaches and drains until fewer do, and ends half a second later. So a bounded
/// number waits however long the main thread is away and however long one attach lasts, as long as the
/// threads that hold the GIL let go of it now and then. There is no bound where attached threads make
/// objects faster than the objects' destructors run.
///
/// With a [drain limit](super::set_drain_limit), one turn of the thread releases that many; without one,
/// a turn lasts some five milliseconds.
///
/// # Choosing the number
///
/// For large objects a small one: 200 arrays of 10 MB never come to 1,000. With 1, everything that is
/// dropped detached is released at once, or as soon as the GIL is free. Numbers below 50 start the
/// thread at the first detached drop. With a higher number, a drop checks only when its thread's block, of
/// some 500 entries, is full. So for each thread that drops, about 500 more references may wait.
///
/// `None` is for programs whose destructors must run on a certain thread: unsendable classes of PyO3,
/// objects of a GUI library. But no thread is certain to be the one: any thread that attaches may release
/// what was dropped detached.
///
/// # Cost
///
/// A drop that finds its thread's block full reads the statistics. A thread is started at most twice a second.
///
/// # Fork
///
/// A forked child has no such thread, until it needs one. What the thread was releasing at that moment is
/// lost in the child, as with any other thread. From CPython 3.12 on, `os.fork` warns where there is more
/// than one thread (`DeprecationWarning`): while the drain thread is there, it counts.
///
/// # Other limits
///
/// On a free-threaded build Python leaves an object's destruction to the thread that has made it, as long as
/// that has a thread state: the drain thread gives back the reference, and the maker calls the destructor
/// when it runs Python code next, however late that is.
///
/// Where a destructor calls `threading.current_thread()`, up to CPython 3.12 a `_DummyThread` stays in
/// `threading.enumerate()`. The thread asks the operating system for the normal scheduling, whatever the
/// thread that started it has.
///
/// # Example
///
/// ```
/// use std::num::NonZeroUsize;
/// use gilref::pool;
///
/// // Large arrays: release each as soon as possible.
/// pool::set_drain_thread(NonZeroUsize::new(1));
/// # pool::set_drain_thread(NonZeroUsize::new(1000));
/// ```
pub fn set_drain_thread(threshold: Option<NonZeroUsize>) {
    THRESHOLD.store(threshold.map_or(0, NonZeroUsize::get), Ordering::Relaxed);
    if is_needed() {
        start();
    }
}

fn threshold() -> Option<usize> {
    Some(THRESHOLD.load(Ordering::Relaxed)).filter(|&threshold| threshold > 0)
}

/// Whether too much waits.
fn is_needed() -> bool {
    // In a forked child, entries that a lost thread had taken count as pending for ever. So it is also
    // checked that there is something to take.
    threshold().is_some_and(|threshold| !WAITING.is_empty() && pending() >= threshold as u64)
}

/// Called by a push that has opened a block.
#[cold]
pub(super) fn block_opened() {
    // With a higher threshold it is enough to look when blocks are full.
    if threshold().is_some_and(|threshold| threshold < FIRST_BLOCK) {
        start();
    }
}

/// Called by a push that has opened a block because the last one was full and not drained.
#[cold]
pub(super) fn block_full() {
    if is_needed() {
        start();
    } else {
        block_opened();
    }
}

/// Starts the thread, unless it is there.
fn start() {
    let era = era();
    if !RUNNING.make(era) {
        return;
    }
    if !os_thread::start(run, era) {
        RUNNING.end();
    }
}

/// The thread that was started in the era `own`.
fn run(own: u64) {
    os_thread::set_up();
    // CPython may end this thread also where it waits for the GIL.
    interpreter::park_if_ended(|| {
        loop {
            let outcome = serve(own);
            if !RUNNING.is_made(own) {
                // The next interpreter has a drain thread of its own by now.
                return;
            }
            RUNNING.end();
            // A push that came before `end` has not started another thread.
            if outcome == Outcome::Refused || !is_needed() || !RUNNING.make(own) {
                return;
            }
        }
    });
}

#[derive(PartialEq)]
enum Outcome {
    /// Little has waited for a while.
    Done,
    /// The interpreter is being finalized, has ended, or has been followed by another one.
    Refused,
}

/// Drains until little has waited for a while.
fn serve(own: u64) -> Outcome {
    if !keep_thread_state() {
        return Outcome::Refused;
    }
    let mut busy = Instant::now();
    while busy.elapsed() < LINGER && threshold().is_some() && era() == own {
        if !is_needed() {
            thread::sleep(PAUSE);
            continue;
        }
        match attached(turn) {
            Some(0) => thread::sleep(PAUSE),
            Some(_) => busy = Instant::now(),
            None => return Outcome::Refused,
        }
    }
    let last = attached(|py| {
        // Asked on an attached thread: the era can't end meanwhile. If it has ended before, the thread
        // state that was kept has ended with its interpreter.
        if era() != own {
            return Outcome::Refused;
        }
        // A few references may still wait, and perhaps no other thread drains for a long time.
        if threshold().is_some() {
            turn(py);
        }
        // SAFETY: attached; takes back what was done above, and the state stays until the end of this
        // attach.
        unsafe { ffi::PyGILState_Release(ffi::PyGILState_STATE::PyGILState_LOCKED) };
        Outcome::Done
    });
    last.unwrap_or(Outcome::Refused)
}

/// Gives this thread a Python thread state that stays until [`serve`] calls the matching
/// `PyGILState_Release`. Returns whether there is an interpreter for it.
fn keep_thread_state() -> bool {
    #[cfg(all(unix, not(Py_3_12)))]
    if let Some(is_kept) = keep_thread_state_while_nobody_forks() {
        return is_kept;
    }
    attached(|py| {
        // On 3.15 CPython itself does not forget it when the interpreter ends.
        this_thread::note_state(py);
        // Not released here. SAFETY: attached.
        unsafe { ffi::PyGILState_Ensure() };
    })
    .is_some()
}

/// The same up to 3.11, where a state must not be built while another thread forks. It is built without the
/// GIL, because a thread that forks from Python holds the GIL while it waits for the fork lock. `None` where
/// nobody needs this, from 3.12 on, which an `abi3` module may meet.
#[cfg(all(unix, not(Py_3_12)))]
fn keep_thread_state_while_nobody_forks() -> Option<bool> {
    if interpreter::runs_3_12_or_later() {
        return None;
    }
    let Ok(_inside) = lifecycle::enter() else {
        return Some(false);
    };
    let main = interpreter::main_interpreter()?;
    // SAFETY: the main interpreter. It is there, and stays for the length of the call, because this thread
    // was let in. Needs no thread state. The new one becomes that of the `PyGILState` functions for this
    // thread, which has none, and is counted once.
    let state = fork_lock::without_fork(|| unsafe { ffi::PyThreadState_New(main) });
    Some(!state.is_null())
}

/// Releases for some milliseconds, or up to the drain limit. Returns how many.
fn turn(py: Python<'_>) -> usize {
    let end = Instant::now() + TURN;
    let limit = drain_limit();
    let mut released = 0;
    loop {
        released += drain_up_to(py, limit.min(PORTION));
        let is_over = limit != usize::MAX || Instant::now() >= end;
        // At the interpreter's exit, the thread that exits releases the rest.
        if is_over || WAITING.is_empty() || ATTACHING.is_closed() {
            return released;
        }
    }
}

/// Runs `f` attached, like an outermost attach, but without its drain. `None` where the interpreter is
/// being finalized or has ended.
fn attached<R>(f: impl FnOnce(Python<'_>) -> R) -> Option<R> {
    let inside = lifecycle::enter().ok()?;
    // SAFETY: detached, and let in: the interpreter stays until the GIL is taken.
    let held = unsafe { this_thread::take_gil() };
    // SAFETY: just attached, and the token does not leave this function.
    let py = unsafe { Python::assume_attached() };
    inside.leave_with_token(py);
    let result = f(py);
    attach_count::count_end(py);
    // SAFETY: `held` is from the call above.
    unsafe { this_thread::let_go(held) };
    Some(result)
}
