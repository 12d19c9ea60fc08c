//! The interpreter's exit: the callback of Python's `atexit`, and its registration.

use std::cell::Cell;
use std::ffi::CStr;
use std::ptr;
use std::thread;
use std::time::Duration;

use pyo3_ffi as ffi;

use super::capsule::capsule;
#[cfg(feature = "pyo3")]
use super::collections;
use super::end;
use super::method_def::{MethodDef, none};
use super::registration::Registration;
use crate::gates::{self, ASKING, ATTACHING};
use crate::generation::WORD;
use crate::interpreter::{self, Owned, SavedError, run_detached, run_python};
use crate::token::Python;
use crate::{attach_count, deferred, generation, this_thread};

static REGISTRATION: Registration<'static> = Registration {
    word: &WORD,
    attaching: &ATTACHING,
    asking: &ASKING,
};

/// Makes sure that the pool is drained at this interpreter's exit, and that its end is seen. One load
/// when that has been done.
#[inline]
pub(crate) fn ensure_registered(py: Python<'_>) {
    if !generation::is_registered() {
        register(py);
    }
}

/// Makes sure that this interpreter's end is seen: that a generation ends with it. Returns whether it
/// will be.
pub(crate) fn ensure_watched(py: Python<'_>) -> bool {
    if generation::is_registered() {
        return true;
    }
    let _pending = SavedError::take(py);
    end::watch(py).is_some()
}

/// Registers the callback, and watches for the end.
#[cold]
fn register(py: Python<'_>) {
    // Not where the list of callbacks will not be run again, nor in a sub-interpreter, which may end
    // before the main one.
    if interpreter::is_ending(py) || !interpreter::is_supported(py) || !REGISTRATION.begin() {
        return;
    }
    let _pending = SavedError::take(py);
    let done = end::watch(py).and_then(|()| register_callback(py));
    if done.is_none() {
        // Also what counts as registered: the callback of this thread may have been taken out of the list
        // while another thread was registering, and then there is none.
        WORD.forget_registration();
        write_unraisable(py);
        return;
    }
    #[cfg(feature = "pyo3")]
    if collections::watch(py).is_none() {
        write_unraisable(py);
    }
    REGISTRATION.finish();
}

/// Prints the exception that is pending.
fn write_unraisable(_py: Python<'_>) {
    // SAFETY: attached, and an exception is pending; the pointer may be null.
    run_python(|| unsafe { ffi::PyErr_WriteUnraisable(ptr::null_mut()) });
}

/// `atexit.register(callback)`; `None` with an exception.
fn register_callback(py: Python<'_>) -> Option<()> {
    let capsule = capsule(py, CALLBACK, forgotten)?;
    let callback = AT_EXIT.function(py, &capsule)?;
    // SAFETY: attached; the name is a C string.
    let atexit = run_python(|| unsafe { ffi::PyImport_ImportModule(c"atexit".as_ptr()) });
    // SAFETY: a new reference, or null with an exception.
    let atexit = unsafe { Owned::from_ptr(py, atexit) }?;
    // SAFETY: attached and alive; the name is a C string.
    let register = run_python(|| unsafe {
        ffi::PyObject_GetAttrString(atexit.as_ptr(), c"register".as_ptr())
    });
    // SAFETY: a new reference, or null with an exception.
    let register = unsafe { Owned::from_ptr(py, register) }?;
    // SAFETY: attached and alive; the arguments end with null.
    let result = run_python(|| unsafe {
        ffi::PyObject_CallFunctionObjArgs(
            register.as_ptr(),
            callback.as_ptr(),
            ptr::null_mut::<ffi::PyObject>(),
        )
    });
    // SAFETY: a new reference, or null with an exception.
    unsafe { Owned::from_ptr(py, result) }.map(drop)
}

const CALLBACK: &CStr = c"gilref.registration";

/// Destroyed with the callback: `atexit` has called it, or was told to forget it, as
/// `multiprocessing` does in a forked child. The next attach registers again.
unsafe extern "C" fn forgotten(_capsule: *mut ffi::PyObject) {
    WORD.forget_registration();
}

static AT_EXIT: MethodDef = MethodDef::new(
    c"close_gilref",
    ffi::PyMethodDefPointer {
        PyCFunction: at_exit,
    },
    ffi::METH_NOARGS,
);

/// Called by Python's `atexit`, and by code that calls `atexit._run_exitfuncs()` in a process that does not
/// end. In that case the next attach registers again.
///
/// The two cases differ in the caller: a finalization nearly always comes from C code that was not called
/// from Python code. Where Python code has called it, the gate stays open, and CPython parks the threads
/// that attach meanwhile. Where native code runs the callbacks early, the gate opens again at the end of
/// the attach in which it did: see [`reopen`].
unsafe extern "C" fn at_exit(_: *mut ffi::PyObject, _: *mut ffi::PyObject) -> *mut ffi::PyObject {
    // SAFETY: CPython calls its functions attached.
    let py = unsafe { Python::assume_attached() };
    // Not by `pool::drain`, which would register again. Destructors may still do everything here.
    deferred::release_at_exit(py);
    let is_final = !interpreter::runs_python_code(py);
    if is_final {
        gates::set_exiting_thread(true);
        ATTACHES_BEFORE.set(this_thread::outermost_attaches());
    }
    REGISTRATION.exit(is_final);
    // The last collections are made without a callback.
    #[cfg(feature = "pyo3")]
    collections::unwatch();
    if is_final {
        // Detached: the threads inside the gate wait for the GIL.
        run_detached(py, || ATTACHING.wait());
        give_way(py);
    }
    deferred::release_at_exit(py);
    none(py)
}

thread_local! {
    /// How many outermost attaches this thread was in when the callback closed the gate.
    static ATTACHES_BEFORE: Cell<u32> = const { Cell::new(0) };
}

/// To be called at the end of an outermost attach, while the thread is attached.
#[inline]
pub(crate) fn attach_ends(_py: Python<'_>) {
    if ATTACHING.is_closed() {
        reopen();
    }
}

/// Opens the gate again where no finalization came after the callback. That is certain at the end of the
/// attach in which the callback was called: the code that called it has returned, and the interpreter still
/// exists.
#[cold]
fn reopen() {
    if gates::is_exiting_thread() && this_thread::outermost_attaches() == ATTACHES_BEFORE.get() {
        gates::set_exiting_thread(false);
        ATTACHING.open();
    }
}

/// How often the exit gives way to attached threads, and how long each time. Without a GIL, running threads
/// do not make a turn longer, so there are more turns.
const TURNS: u32 = if cfg!(Py_GIL_DISABLED) { 500 } else { 50 };
const TURN: Duration = Duration::from_millis(1);

/// Gives way to threads that are attached, so that they can finish. Otherwise the interpreter would end
/// while they are in the middle of Python code. Each turn lasts until this thread gets the GIL back: others
/// that want it have then had it for CPython's switch interval. Bounded, because a thread may stay attached
/// for ever.
fn give_way(py: Python<'_>) {
    for _ in 0..TURNS {
        if !attach_count::is_other_thread_attached() {
            return;
        }
        run_detached(py, || thread::sleep(TURN));
    }
}
