//! The interpreter's state: initialized, finalizing, running Python code.

use pyo3_ffi as ffi;

#[cfg(not(Py_3_13))]
use super::symbol::Symbol;
use super::version::runs_3_15_or_later;
use crate::generation;
use crate::token::Python;

/// Whether there is an interpreter: CPython says so, or gilref has seen code that runs in it.
#[inline]
pub(crate) fn is_running() -> bool {
    generation::is_registered() || is_initialized()
}

/// Whether the interpreter that this thread is attached to is being finalized.
pub(crate) fn is_ending(_attached: Python<'_>) -> bool {
    // From 3.15 on "not initialized" can also mean that it is starting.
    is_finalizing() || !runs_3_15_or_later() && !is_initialized()
}

/// Whether there is an interpreter. Turns true before `site` is imported, from 3.15 on after that, and
/// false once finalization has begun.
#[inline]
pub(crate) fn is_initialized() -> bool {
    // SAFETY: documented as callable before initialization, without an attached thread.
    unsafe { ffi::Py_IsInitialized() != 0 }
}

/// Whether the interpreter is being finalized.
#[cfg(Py_3_13)]
#[inline]
pub(crate) fn is_finalizing() -> bool {
    // SAFETY: an atomic load; callable from any thread.
    unsafe { ffi::Py_IsFinalizing() != 0 }
}

/// Whether the interpreter is being finalized.
///
/// `Py_IsFinalizing` is named `_Py_IsFinalizing` up to 3.12. Where neither is found, the answer is
/// whether an interpreter has ended and there is none now.
#[cfg(not(Py_3_13))]
pub(crate) fn is_finalizing() -> bool {
    static IS_FINALIZING: Symbol = Symbol::new(&[c"Py_IsFinalizing", c"_Py_IsFinalizing"]);

    let Some(function) = IS_FINALIZING.get() else {
        return !is_initialized() && generation::has_ended();
    };
    // SAFETY: both names stand for `int f(void)` in every version that has them.
    let function: unsafe extern "C" fn() -> std::ffi::c_int =
        unsafe { std::mem::transmute(function) };
    // SAFETY: reads a global of the runtime; callable from any thread.
    unsafe { function() != 0 }
}

/// Whether this function was called from Python code, directly or not.
pub(crate) fn runs_python_code(_attached: Python<'_>) -> bool {
    // SAFETY: attached. A borrowed reference, or null.
    !unsafe { ffi::PyEval_GetFrame() }.is_null()
}

/// Whether the interpreter that this thread is attached to is the main one.
pub(crate) fn is_main(_attached: Python<'_>) -> bool {
    // SAFETY: attached.
    let interpreter = unsafe { ffi::PyInterpreterState_Get() };
    // SAFETY: alive, because the thread is attached to it. The main interpreter has the number 0.
    unsafe { ffi::PyInterpreterState_GetID(interpreter) == 0 }
}
