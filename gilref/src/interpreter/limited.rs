//! The current thread state under the limited API, which has no function to read it.

use pyo3_ffi as ffi;

use super::symbol::Symbol;
use super::version::runs_3_12_or_later;

type GetThreadState = unsafe extern "C" fn() -> *mut ffi::PyThreadState;

static GET_UNCHECKED: Symbol = Symbol::new(&[
    c"PyThreadState_GetUnchecked",
    c"_PyThreadState_UncheckedGet",
]);

/// An `abi3` module learns at run time which interpreter it serves, so both rules of the exact
/// answer are applied here: thread-local from 3.12 on, compared with this thread's own before.
#[inline]
pub(super) fn is_attached() -> bool {
    let Some(function) = GET_UNCHECKED.get() else {
        return documented();
    };
    // SAFETY: both names stand for `PyThreadState *f(void)` in every version that has them.
    let function: GetThreadState = unsafe { std::mem::transmute(function) };
    // SAFETY: reads one pointer; no requirement on the thread or the interpreter.
    let current = unsafe { function() };
    if current.is_null() {
        return false;
    }
    // SAFETY: reads thread-local storage, and answers null where the key is not there.
    let own = unsafe { ffi::PyGILState_GetThisThreadState() };
    current == own || runs_3_12_or_later()
}

/// Where the names can't be looked up. `PyThreadState_GetDict` answers null on a detached thread;
/// before 3.12 it would look into the thread state of whoever holds the GIL, so that there the
/// answer is "unsure", and a drop is deferred.
#[cold]
fn documented() -> bool {
    // SAFETY: from 3.12 on this reads a thread-local pointer first and answers null when that is
    // null.
    runs_3_12_or_later() && !unsafe { ffi::PyThreadState_GetDict() }.is_null()
}
