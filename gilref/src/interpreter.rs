//! What CPython says about itself and this thread: questions that any thread may ask at any time.
//!
//! Whether this thread is attached is never counted by gilref, always asked. A counter of one's own
//! is wrong as soon as somebody else attaches or detaches: C code, Cython, PyO3, another copy of
//! gilref, a greenlet that switches. The sources of each answer, version by version, are in
//! `docs/cpython.md`.

#[cfg(Py_LIMITED_API)]
mod limited;
#[cfg(any(Py_LIMITED_API, not(Py_3_13)))]
mod symbol;

use std::ffi::{c_int, c_void};

use pyo3_ffi as ffi;

use crate::Python;

#[cfg(any(PyPy, GraalPy, RustPython))]
compile_error!(
    "gilref asks CPython whether a thread is attached; other Python implementations have no such answer"
);

/// Whether this thread is attached to the interpreter. A call into libpython and a load.
#[inline]
pub(crate) fn is_attached() -> bool {
    #[cfg(Py_LIMITED_API)]
    return limited::is_attached();
    #[cfg(not(Py_LIMITED_API))]
    exact::is_attached()
}

#[cfg(not(Py_LIMITED_API))]
mod exact {
    use super::ffi;

    /// From 3.12 on the current thread state is thread-local, so that it is this thread's if it is
    /// there at all.
    #[cfg(Py_3_12)]
    #[inline]
    pub(super) fn is_attached() -> bool {
        // SAFETY: reads a thread-local pointer; no requirement on the thread or the interpreter.
        !unsafe { ffi::compat::PyThreadState_GetUnchecked() }.is_null()
    }

    /// Up to 3.11 the current thread state is one atomic pointer for the whole process: whoever
    /// holds the GIL. It is this thread's when it equals what the `PyGILState` functions keeps in
    /// thread-local storage. A thread state of a sub-interpreter made on this thread is not in that
    /// storage: the answer is then "no", and the drop is deferred, which is sound.
    #[cfg(not(Py_3_12))]
    #[inline]
    pub(super) fn is_attached() -> bool {
        // SAFETY: an atomic load; no requirement on the thread or the interpreter.
        let current = unsafe { ffi::compat::PyThreadState_GetUnchecked() };
        if current.is_null() {
            return false;
        }
        // SAFETY: reads thread-local storage, and answers null where the interpreter has not made
        // or has deleted the key.
        current == unsafe { ffi::PyGILState_GetThisThreadState() }
    }
}

/// Whether there is an interpreter. Turns true before `site` is imported, and false once
/// finalization has begun.
#[inline]
pub(crate) fn is_initialized() -> bool {
    // SAFETY: documented as callable before initialization, without an attached thread.
    unsafe { ffi::Py_IsInitialized() != 0 }
}

/// Whether the interpreter is being finalized.
#[inline]
pub(crate) fn is_finalizing() -> bool {
    #[cfg(Py_3_13)]
    // SAFETY: an atomic load; callable from any thread.
    return unsafe { ffi::Py_IsFinalizing() != 0 };
    #[cfg(not(Py_3_13))]
    symbol::is_finalizing()
}

/// Whether there is Python code below what this thread runs now.
pub(crate) fn runs_python_code(_attached: Python<'_>) -> bool {
    // SAFETY: attached. A borrowed reference, or null.
    !unsafe { ffi::PyEval_GetFrame() }.is_null()
}

/// Has the main thread call `function` between two bytecodes. Whether it took the request.
///
/// The interpreter must be initialized, and stay so for the length of the call.
pub(crate) fn add_pending_call(
    function: extern "C" fn(*mut c_void) -> c_int,
    arg: *mut c_void,
) -> bool {
    #[cfg(not(Py_3_12))]
    if let Some(taken) = symbol::add_pending_call(function, arg) {
        return taken;
    }
    // SAFETY: initialized, by the caller. From 3.12 on needs no thread state and touches none.
    unsafe { ffi::Py_AddPendingCall(Some(function), arg) == 0 }
}

/// The version of the interpreter that runs: an `abi3` module is built against an older one.
#[cfg(not(Py_3_12))]
fn runs_3_12_or_later() -> bool {
    if cfg!(not(Py_LIMITED_API)) {
        return false;
    }
    // SAFETY: "3.12.1 (main, ...": a static C string, available before initialization.
    let version = unsafe { ffi::Py_GetVersion() };
    // SAFETY: as above.
    let version = unsafe { std::ffi::CStr::from_ptr(version) }.to_bytes();
    let minor = version
        .split(|&byte| byte == b'.')
        .nth(1)
        .unwrap_or_default();
    // "9" is less than "12" as a number, not as text.
    minor.len() > 1 && minor >= b"12".as_slice()
}

/// The version of the interpreter that runs.
#[cfg(all(Py_3_12, Py_LIMITED_API))]
fn runs_3_12_or_later() -> bool {
    true
}
