//! Parking a thread for ever.

use std::thread;
use std::time::Duration;

/// Stops this thread until the process ends: for a thread that CPython has ended in the middle of
/// running Python code, because the interpreter is being finalized.
///
/// Up to CPython 3.13.7 such a thread is ended by `pthread_exit`, which unwinds its stack and so runs
/// the destructors of Rust values. From 3.13.8 on CPython parks the thread, and so does this.
#[cold]
pub(crate) fn park_forever() -> ! {
    loop {
        thread::sleep(Duration::MAX);
    }
}
