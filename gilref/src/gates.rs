//! The two gates of this copy of gilref, and the thread for which they are never closed.

use std::cell::Cell;

use crate::gate::{Gate, Inside};

/// Around `PyGILState_Ensure`.
pub(crate) static ATTACHING: Gate = Gate::new();

/// Around `Py_AddPendingCall`.
pub(crate) static ASKING: Gate = Gate::new();

thread_local! {
    /// This thread is finalizing the interpreter.
    static IS_EXITING_THREAD: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is finalizing the interpreter. It alone may still attach and detach.
pub(crate) fn is_exiting_thread() -> bool {
    IS_EXITING_THREAD.get()
}

/// Says whether this thread is finalizing the interpreter.
pub(crate) fn set_exiting_thread(is_exiting: bool) {
    IS_EXITING_THREAD.set(is_exiting);
}

/// Lets this thread attach although the gate is closed, if it is the one that is finalizing the
/// interpreter.
#[cold]
pub(crate) fn attach_as_exiting_thread() -> Option<Inside> {
    is_exiting_thread().then(|| ATTACHING.enter_though_closed())
}
