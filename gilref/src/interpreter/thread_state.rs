//! CPython's thread states: this thread's state, a state's id (an address can be used again), and a state
//! that is stale.

use pyo3_ffi as ffi;

#[cfg(Py_LIMITED_API)]
use super::symbol::Symbol;
use super::version::{runs_3_12_4_or_later, runs_3_15_or_later};

/// This thread's state: what `PyGILState_Ensure` would attach. Null where it would make one.
#[inline]
pub(crate) fn this_thread_state() -> *mut ffi::PyThreadState {
    // SAFETY: reads thread-local storage, and answers null where there is none.
    unsafe { ffi::PyGILState_GetThisThreadState() }
}

/// A number that no other thread state of its interpreter has or will have, unlike the address. `None`
/// where it can't be asked for: under `abi3-py39` on Windows.
///
/// # Safety
///
/// The state is this thread's, and its interpreter lives.
pub(crate) unsafe fn thread_state_id(state: *mut ffi::PyThreadState) -> Option<i64> {
    #[cfg(any(not(Py_LIMITED_API), Py_3_10))]
    // SAFETY: alive, by the caller.
    return Some(unsafe { ffi::PyThreadState_GetID(state) });
    #[cfg(not(any(not(Py_LIMITED_API), Py_3_10)))]
    {
        static GET_ID: Symbol = Symbol::new(&[c"PyThreadState_GetID"]);
        let function = GET_ID.get()?;
        // SAFETY: `uint64_t f(PyThreadState *)` in every version.
        let function: unsafe extern "C" fn(*mut ffi::PyThreadState) -> i64 =
            unsafe { std::mem::transmute(function) };
        // SAFETY: alive, by the caller.
        Some(unsafe { function(state) })
    }
}

/// Whether `PyGILState_Release` counts one for itself while it destroys a state. Up to 3.12.3 it does not, and
/// a `PyGILState_Release` in a destructor destroys the state under it (gh-119585).
pub(crate) fn release_counts() -> bool {
    runs_3_12_4_or_later()
}

/// Whether CPython may go on taking a state of an interpreter that has ended for this thread's.
///
/// From 3.15 on the end resets this for the finalizing thread only. `PyGILState_Ensure` on another
/// thread would attach the old state, which never returns.
pub(crate) fn may_be_stale() -> bool {
    runs_3_15_or_later()
}

/// Whether there can be a CPython of which [`may_be_stale`] is true.
pub(crate) const STALE_STATES_EXIST: bool = cfg!(any(Py_3_15, Py_LIMITED_API));

/// Makes CPython forget this thread's stale state, by attaching a new one once. Afterwards this thread
/// has none.
///
/// # Safety
///
/// Detached. The interpreter is initialized, and stays so until this returns. CPython itself still
/// has the memory of the stale state: it keeps it for as long as the thread could come back to it.
#[cold]
pub(crate) unsafe fn forget_stale_state() {
    let Some(interpreter) = main_interpreter() else {
        return;
    };
    // SAFETY: the interpreter lives, by the caller. Needs no attached thread.
    let state = unsafe { ffi::PyThreadState_New(interpreter) };
    // SAFETY: a new state, which no thread has attached.
    unsafe { ffi::PyEval_RestoreThread(state) };
    // SAFETY: attached. No Python code has run on this state: there is nothing that has a destructor.
    unsafe { ffi::PyThreadState_Clear(state) };
    // SAFETY: attached.
    unsafe { ffi::PyEval_SaveThread() };
    // SAFETY: cleared, detached, and known to nobody.
    unsafe { ffi::PyThreadState_Delete(state) };
}

/// The main interpreter, for which a thread that is not attached can make a state; null where there is no
/// interpreter. `None` where it can't be asked for: under the limited API on Windows.
#[cfg(not(Py_LIMITED_API))]
pub(crate) fn main_interpreter() -> Option<*mut ffi::PyInterpreterState> {
    // SAFETY: reads a pointer of the runtime.
    Some(unsafe { ffi::PyInterpreterState_Main() })
}

/// As above.
#[cfg(Py_LIMITED_API)]
pub(crate) fn main_interpreter() -> Option<*mut ffi::PyInterpreterState> {
    static MAIN: Symbol = Symbol::new(&[c"PyInterpreterState_Main"]);
    let function = MAIN.get()?;
    // SAFETY: `PyInterpreterState *f(void)` in every version.
    let function: unsafe extern "C" fn() -> *mut ffi::PyInterpreterState =
        unsafe { std::mem::transmute(function) };
    // SAFETY: reads a pointer of the runtime.
    Some(unsafe { function() })
}
