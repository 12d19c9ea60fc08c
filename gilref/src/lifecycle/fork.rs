//! What a forked child must forget: the threads that it does not have.

use std::sync::atomic::{AtomicBool, Ordering};

use super::{LIFE, REGISTERING, exit};
use crate::gate::{self, ASKING, ATTACHING};

/// Sees to it that every child forgets. One load when it has been done.
#[inline]
pub(super) fn watch() {
    static WATCHED: AtomicBool = AtomicBool::new(false);
    if !WATCHED.load(Ordering::Acquire) {
        // Twice is no harm, and a lock could be held by a thread that the child does not have.
        // SAFETY: the handler does only what a signal handler may do. Where there is no memory for
        // it a child may wait at its exit, for some seconds.
        unsafe { libc::pthread_atfork(None, None, Some(in_child)) };
        WATCHED.store(true, Ordering::Release);
    }
}

extern "C" fn in_child() {
    for gate in [&ATTACHING, &ASKING] {
        gate.forget_threads();
        if !exit::is_here() {
            // The thread that was to end the interpreter is not in this process.
            gate.open();
        }
    }
    gate::forget_attached();
    LIFE.fetch_and(!REGISTERING, Ordering::Relaxed);
}
