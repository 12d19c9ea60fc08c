//! Parking: stops a thread for ever, where CPython ends it by unwinding its stack.
//!
//! A thread that wants the GIL while another thread finalizes the interpreter does not get it any more.
//! From CPython 3.13.8 on it is parked. Up to 3.13.7 it is ended by `pthread_exit`, which unwinds its
//! stack and so runs the destructors of Rust values, on a thread that is not attached. This unwinding must
//! not reach a destructor that touches Python.
//!
//! Any Python code lets go of the GIL now and then. So each call of gilref's that may run some goes through
//! [`run_python`], and each decrement through `decref.rs`: the thread is parked where it would begin to
//! unwind Rust.

use std::hint::black_box;
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

/// Calls `f`. If CPython ends the thread in there, and it is unwound up to here, it is parked. A panic
/// passes through.
#[inline]
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

/// Calls a function of CPython that may run Python code: the interpreter may end in there, and the thread
/// with it. `call` is that call and no more: a destructor in it would be reached.
///
/// To create an object or to raise an exception may run Python code too: up to 3.11 either may start a
/// collection of garbage, and so run destructors.
#[inline]
pub(crate) fn run_python<R>(call: impl FnOnce() -> R) -> R {
    park_if_ended(|| may_unwind(call))
}

/// As `call()`, but the compiler does not know what is called. `pyo3-ffi` declares nearly all functions as
/// such that don't unwind, and optimised code has no destructors for a call of one. `black_box` promises
/// nothing: that it works is shown by the tests of faults, which run optimised too.
#[inline]
fn may_unwind<F: FnOnce() -> R, R>(call: F) -> R {
    fn run<F: FnOnce() -> R, R>(call: F) -> R {
        call()
    }
    if cfg!(Py_3_14) {
        return call();
    }
    black_box(run::<F, R> as fn(F) -> R)(call)
}
