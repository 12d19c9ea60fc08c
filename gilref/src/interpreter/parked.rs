//! Parking: stops a thread for ever, where CPython ends it by unwinding its stack.
//!
//! A thread that wants the GIL while another thread finalizes the interpreter does not get it any more.
//! From CPython 3.13.8 on it is parked. Up to 3.13.7 it is ended by `pthread_exit`, which unwinds its
//! stack and so runs the destructors of Rust values, on a thread that is not attached. This unwinding must
//! not reach a destructor that touches Python.

use std::mem;
use std::thread;
use std::time::Duration;

use super::attached::is_attached;

/// Stops this thread until the process ends.
#[cold]
pub(crate) fn park_forever() -> ! {
    loop {
        thread::sleep(Duration::MAX);
    }
}

/// Calls `f`, which may run Python code, on an attached thread. If CPython ends the thread in there,
/// the thread is parked, and what the caller holds is not dropped. A panic passes through.
pub(crate) fn park_if_ended<R>(f: impl FnOnce() -> R) -> R {
    let guard = ParkIfDetached;
    let result = f();
    mem::forget(guard);
    result
}

/// Dropped when unwinding only.
struct ParkIfDetached;

impl Drop for ParkIfDetached {
    #[cold]
    fn drop(&mut self) {
        if !is_attached() {
            park_forever();
        }
    }
}
