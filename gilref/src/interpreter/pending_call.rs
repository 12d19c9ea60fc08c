//! Pending calls: functions that the main thread calls between two bytecodes.

use std::ffi::{c_int, c_void};
use std::ptr;

use pyo3_ffi as ffi;

#[cfg(not(Py_3_12))]
use super::symbol::Symbol;
#[cfg(not(Py_3_12))]
use super::version::runs_3_12_or_later;

type Function = extern "C" fn(*mut c_void) -> c_int;

/// Has the main thread call `function` between two bytecodes, with a null pointer. Returns whether
/// there was room for it in CPython's queue.
///
/// # Safety
///
/// There is an interpreter, initialized or about to be, and it does not end before the call returns.
pub(crate) unsafe fn add_pending_call(function: Function) -> bool {
    #[cfg(not(Py_3_12))]
    // SAFETY: the caller's promise.
    if let Some(taken) = unsafe { add_before_3_12(function) } {
        return taken;
    }
    // SAFETY: the interpreter is there, by the caller. From 3.12 on needs no thread state and touches none.
    unsafe { ffi::Py_AddPendingCall(Some(function), ptr::null_mut()) == 0 }
}

/// Up to 3.11 `Py_AddPendingCall` looks into the thread state of the thread that holds the GIL, which
/// may be freed meanwhile. The private function behind it takes the interpreter instead. Returns
/// `None` where it can't be used: from 3.12 on, which an `abi3` module may meet, both are different,
/// and the public function is right.
///
/// # Safety
///
/// As for [`add_pending_call`].
#[cfg(not(Py_3_12))]
unsafe fn add_before_3_12(function: Function) -> Option<bool> {
    static ADD_PENDING_CALL: Symbol = Symbol::new(&[c"_PyEval_AddPendingCall"]);
    static MAIN_INTERPRETER: Symbol = Symbol::new(&[c"PyInterpreterState_Main"]);

    if runs_3_12_or_later() {
        return None;
    }
    let (Some(add), Some(main)) = (ADD_PENDING_CALL.get(), MAIN_INTERPRETER.get()) else {
        // Not taken: a late drain is better than a read of freed memory.
        return Some(false);
    };
    // SAFETY: `PyInterpreterState *PyInterpreterState_Main(void)` in 3.9 to 3.11.
    let main: unsafe extern "C" fn() -> *mut c_void = unsafe { std::mem::transmute(main) };
    // SAFETY: `int _PyEval_AddPendingCall(PyInterpreterState *, int (*)(void *), void *)` in 3.9 to
    // 3.11.
    let add: unsafe extern "C" fn(*mut c_void, Function, *mut c_void) -> c_int =
        unsafe { std::mem::transmute(add) };
    // SAFETY: reads a pointer of the runtime.
    let main = unsafe { main() };
    // SAFETY: the main interpreter is there, by the caller; the function takes the queue's own lock.
    Some(unsafe { add(main, function, ptr::null_mut()) } == 0)
}
