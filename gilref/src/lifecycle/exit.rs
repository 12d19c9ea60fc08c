//! The callback at the interpreter's exit.

use std::cell::Cell;
use std::ffi::CStr;
use std::ptr;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use pyo3_ffi as ffi;

use super::{LIFE, REGISTERED, REGISTERING, capsule, end};
use crate::err::SavedError;
use crate::gate::{ASKING, ATTACHING};
use crate::{Bound, PyResult, Python, detach, gate, interpreter, pool};

thread_local! {
    /// This thread is finalizing the interpreter.
    static EXITING_HERE: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is finalizing the interpreter: it alone may still come and go.
pub(super) fn is_here() -> bool {
    EXITING_HERE.get()
}

/// There is nothing any more to come and go to.
pub(super) fn forget() {
    EXITING_HERE.set(false);
}

/// Registers the callback, and watches for the end.
#[cold]
pub(super) fn register(py: Python<'_>) {
    // Not where the list of callbacks will not be run again.
    if ATTACHING.is_closed() || !interpreter::is_initialized() {
        return;
    }
    // One thread does it; another that comes meanwhile must not wait for it with the GIL in its
    // hands.
    if LIFE.fetch_or(REGISTERING, Ordering::Acquire) & REGISTERING != 0 {
        return;
    }
    let _pending = SavedError::take(py);
    match end::watch(py).and_then(|()| register_callback(py)) {
        Ok(()) => {
            // Unless it was forgotten meanwhile.
            let registered =
                |life: u32| (life & REGISTERING != 0).then_some(life & !REGISTERING | REGISTERED);
            if LIFE
                .fetch_update(Ordering::Release, Ordering::Relaxed, registered)
                .is_ok()
            {
                ASKING.open();
            }
        }
        Err(error) => {
            // The next attach tries again.
            LIFE.fetch_and(!REGISTERING, Ordering::Release);
            error.write_unraisable(py, None);
        }
    }
}

fn register_callback(py: Python<'_>) -> PyResult<()> {
    let capsule = capsule(py, REGISTRATION, forgotten)?;
    // SAFETY: the definition is static, as it must outlive the function object, which takes a
    // reference of its own to the capsule.
    let callback = unsafe {
        ffi::PyCFunction_NewEx(
            (&raw const AT_EXIT.0).cast_mut(),
            capsule.as_ptr(),
            ptr::null_mut(),
        )
    };
    // SAFETY: a new reference, or null with an exception.
    let callback = unsafe { Bound::from_owned_ptr_or_err(py, callback) }?;
    py.import("atexit")?.call_method1("register", (callback,))?;
    Ok(())
}

const REGISTRATION: &CStr = c"gilref.registration";

/// Destroyed with the callback: `atexit` has called it, or was told to forget it, as
/// `multiprocessing` does in a forked child. The next attach registers again.
unsafe extern "C" fn forgotten(_capsule: *mut ffi::PyObject) {
    LIFE.fetch_and(!(REGISTERED | REGISTERING), Ordering::Relaxed);
}

/// A `PyMethodDef` that is never written to.
struct MethodDef(ffi::PyMethodDef);

// SAFETY: immutable, and its pointers are to statics.
unsafe impl Sync for MethodDef {}

static AT_EXIT: MethodDef = MethodDef(ffi::PyMethodDef {
    ml_name: c"close_gilref".as_ptr(),
    ml_meth: ffi::PyMethodDefPointer {
        PyCFunction: at_exit,
    },
    ml_flags: ffi::METH_NOARGS,
    ml_doc: ptr::null(),
});

/// Called by Python's `atexit`, and by whoever calls `atexit._run_exitfuncs()` in a process that
/// goes on. In that case the next attach registers again.
///
/// The two are told apart by what is below: the interpreter is nearly always finalized by C code
/// that no Python code has called. Where it is not, threads that attach meanwhile are left to
/// CPython, which parks them. Where native code runs the callbacks early, nobody else attaches any
/// more.
unsafe extern "C" fn at_exit(_: *mut ffi::PyObject, _: *mut ffi::PyObject) -> *mut ffi::PyObject {
    // SAFETY: CPython calls its functions attached.
    let py = unsafe { Python::assume_attached() };
    // Not by `pool::drain`, which would register again. What waits now may still do anything.
    pool::drain_at_exit(py);
    LIFE.fetch_and(!REGISTERED, Ordering::Relaxed);
    ASKING.close();
    ASKING.wait();
    if !interpreter::runs_python_code(py) {
        EXITING_HERE.set(true);
        ATTACHING.close();
        // They wait for this thread.
        detach::run_detached(py, || ATTACHING.wait());
        give_way(py);
    }
    pool::drain_at_exit(py);
    py.none().into_ptr()
}

/// Lets threads that are attached come to their own end: in the middle of Python code that of the
/// interpreter is a bad one. Each turn lasts until this thread is given the GIL back, so that
/// others have run for CPython's switch interval if they wanted to. Bounded, for a thread may be
/// attached for ever.
fn give_way(py: Python<'_>) {
    for _ in 0..50 {
        if !gate::is_somebody_attached() {
            return;
        }
        detach::run_detached(py, || thread::sleep(Duration::from_millis(1)));
    }
}
