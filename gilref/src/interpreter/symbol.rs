//! Functions that CPython exports but that the headers gilref is built against do not declare.
//!
//! Up to 3.12 `_Py_IsFinalizing` is private, and under the limited API the current thread state
//! can't be read at all. Every CPython exports both all the same, so they are looked up by name
//! once. Where a name is not found the caller falls back to what is documented.

#[cfg(not(Py_3_13))]
use std::ffi::c_int;
use std::ffi::{CStr, c_void};
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

/// A function of the running interpreter, found by name at the first use.
pub(super) struct Symbol {
    names: &'static [&'static CStr],
    /// Null: not looked up yet. [`absent`](Self::absent): looked up and not there.
    found: AtomicPtr<c_void>,
}

impl Symbol {
    /// The first of `names` that the process exports.
    pub(super) const fn new(names: &'static [&'static CStr]) -> Self {
        Self {
            names,
            found: AtomicPtr::new(ptr::null_mut()),
        }
    }

    fn absent(&self) -> *mut c_void {
        (&raw const self.found).cast_mut().cast()
    }

    /// The function's address.
    #[inline]
    pub(super) fn get(&self) -> Option<*mut c_void> {
        // Relaxed: what the address points at was there before this library was loaded.
        let mut found = self.found.load(Ordering::Relaxed);
        if found.is_null() {
            found = self
                .names
                .iter()
                .find_map(|name| look_up(name))
                .unwrap_or_else(|| self.absent());
            self.found.store(found, Ordering::Relaxed);
        }
        (found != self.absent()).then_some(found)
    }
}

#[cfg(unix)]
fn look_up(name: &CStr) -> Option<*mut c_void> {
    // SAFETY: `name` is a C string; RTLD_DEFAULT is a valid handle.
    let found = unsafe { libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr()) };
    (!found.is_null()).then_some(found)
}

#[cfg(not(unix))]
fn look_up(_: &CStr) -> Option<*mut c_void> {
    None
}

#[cfg(not(Py_3_13))]
static IS_FINALIZING: Symbol = Symbol::new(&[c"Py_IsFinalizing", c"_Py_IsFinalizing"]);

/// `Py_IsFinalizing`, named `_Py_IsFinalizing` up to 3.12; where neither is found, "there is no
/// interpreter any more".
#[cfg(not(Py_3_13))]
pub(super) fn is_finalizing() -> bool {
    let Some(function) = IS_FINALIZING.get() else {
        return !super::is_initialized() && crate::lifecycle::has_ended();
    };
    // SAFETY: both names stand for `int f(void)` in every version that has them.
    let function: unsafe extern "C" fn() -> c_int = unsafe { std::mem::transmute(function) };
    // SAFETY: reads a global of the runtime; callable from any thread.
    unsafe { function() != 0 }
}

#[cfg(not(Py_3_12))]
static ADD_PENDING_CALL: Symbol = Symbol::new(&[c"_PyEval_AddPendingCall"]);

#[cfg(not(Py_3_12))]
static MAIN_INTERPRETER: Symbol = Symbol::new(&[c"PyInterpreterState_Main"]);

/// Up to 3.11 `Py_AddPendingCall` looks into the thread state of whoever holds the GIL, which may
/// be freed meanwhile. The private function behind it takes the interpreter instead. `None` where
/// that can't be used: 3.12 and later, which an `abi3` module may meet, changed both, and there the
/// public function is right.
#[cfg(not(Py_3_12))]
pub(super) fn add_pending_call(
    function: extern "C" fn(*mut c_void) -> c_int,
    arg: *mut c_void,
) -> Option<bool> {
    type Function = extern "C" fn(*mut c_void) -> c_int;
    if super::runs_3_12_or_later() {
        return None;
    }
    let (Some(add), Some(main)) = (ADD_PENDING_CALL.get(), MAIN_INTERPRETER.get()) else {
        // Not taken: rather a late drain than a read of freed memory.
        return Some(false);
    };
    // SAFETY: `PyInterpreterState *PyInterpreterState_Main(void)` in 3.9 to 3.11.
    let main: unsafe extern "C" fn() -> *mut c_void = unsafe { std::mem::transmute(main) };
    // SAFETY: `int _PyEval_AddPendingCall(PyInterpreterState *, int (*)(void *), void *)` in 3.9 to
    // 3.11.
    let add: unsafe extern "C" fn(*mut c_void, Function, *mut c_void) -> c_int =
        unsafe { std::mem::transmute(add) };
    // SAFETY: initialized, by the caller.
    let main = unsafe { main() };
    // SAFETY: the main interpreter lives as long as the runtime is initialized; the function takes
    // the queue's own lock.
    Some(unsafe { add(main, function, arg) } == 0)
}
