//! Hooks: functions that are called for each detached drop, where it happens.
//!
//! A detached drop is correct, but the release comes late, and often the drop is not intended. A hook is
//! called for each of them on the thread that drops, while the code that caused the drop is still on the
//! stack:
//!
//! ```
//! use gilref::pool::{self, hooks};
//!
//! // In `main`, or when the extension module is imported:
//! pool::set_hook(Some(hooks::backtrace));
//! # pool::set_hook(None);
//! ```

use std::backtrace::Backtrace;
use std::io::{self, Write};
use std::mem;
use std::panic;
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};
use std::thread;

use pyo3_ffi as ffi;

/// What becomes of a reference that is dropped on a detached thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fate {
    /// It waits in the pool for the next drain.
    Deferred,
    /// Nobody releases it: by policy, or because there is no interpreter any more.
    Leaked,
    /// The process aborts as soon as the hook returns.
    Aborted,
}

/// A drop on a detached thread, as a hook sees it.
#[derive(Clone, Copy, Debug)]
pub struct DeferredDrop {
    address: usize,
    fate: Fate,
}

impl DeferredDrop {
    pub(super) fn new(object: NonNull<ffi::PyObject>, fate: Fate) -> Self {
        Self {
            address: object.as_ptr().addr(),
            fate,
        }
    }

    /// The object's address, Python's `id()`. Only to tell objects apart: this thread may not look
    /// into it.
    #[must_use]
    pub fn address(&self) -> usize {
        self.address
    }

    /// What becomes of it.
    #[must_use]
    pub fn fate(&self) -> Fate {
        self.fate
    }
}

/// The hook, as a pointer; null for none.
static HOOK: AtomicPtr<()> = AtomicPtr::new(ptr::null_mut());

/// Sets what is called for each detached drop, on the dropping thread, before anything is done with
/// the reference; `None` for nothing, as it is at the start. The abort policy calls it too, and
/// aborts when it returns.
///
/// The thread is detached and may be about to end, so that thread locals may be gone; the hook may
/// be called by many threads at once. A panic in it is printed and goes no further, because the hook is
/// called in a `Drop`: the reference is treated as without a hook. Detached drops in the hook call it
/// again.
///
/// Immortal objects (`None`, small integers, from Python 3.12 on) have no count to take down: dropping
/// one is not reported.
///
/// # Example
///
/// ```
/// use std::sync::atomic::{AtomicUsize, Ordering};
/// use gilref::{Python, pool};
///
/// static SEEN: AtomicUsize = AtomicUsize::new(0);
///
/// pool::set_hook(Some(|_drop| {
///     SEEN.fetch_add(1, Ordering::Relaxed);
/// }));
/// # Python::initialize();
/// let list = Python::attach(|py| py.eval("[]", None, None).unwrap().unbind());
/// drop(list);
/// assert_eq!(SEEN.load(Ordering::Relaxed), 1);
/// # pool::set_hook(None);
/// ```
pub fn set_hook(hook: Option<fn(DeferredDrop)>) {
    let hook = hook.map_or(ptr::null_mut(), |hook| hook as *mut ());
    HOOK.store(hook, Ordering::Relaxed);
}

/// Whether there is a hook. One load.
#[inline]
pub(super) fn is_set() -> bool {
    !HOOK.load(Ordering::Relaxed).is_null()
}

/// Calls the hook, if there is one.
pub(super) fn call(drop: DeferredDrop) {
    let hook = HOOK.load(Ordering::Relaxed);
    if !hook.is_null() {
        // SAFETY: only `set_hook` writes here, and what it writes, unless null, is such a
        // function's pointer.
        let hook = unsafe { mem::transmute::<*mut (), fn(DeferredDrop)>(hook) };
        // The panic hook has already reported the panic. It must stop here: this runs in a `Drop`. A
        // container drops several elements, and a second panic would abort the process.
        if let Err(payload) = panic::catch_unwind(|| hook(drop)) {
            // Its destructor may panic, too.
            mem::forget(payload);
        }
    }
}

/// How many backtraces are still to be printed.
static BACKTRACES: AtomicUsize = AtomicUsize::new(10);

/// How many backtraces [`backtrace`](fn@backtrace) prints from now on. Ten at the start.
pub fn set_backtraces(count: usize) {
    BACKTRACES.store(count, Ordering::Relaxed);
}

/// A hook that prints a backtrace to stderr for the first ten detached drops, or as many as
/// [`set_backtraces`] says.
///
/// `RUST_BACKTRACE` need not be set. Function names need symbols, lines need debug information: in
/// a release build, `debug = "line-tables-only"` in the profile.
///
/// # Cost
///
/// Some milliseconds for each backtrace, and a step of one atomic for each drop after the last.
pub fn backtrace(drop: DeferredDrop) {
    let left = BACKTRACES.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
        left.checked_sub(1)
    });
    if left.is_err() {
        return;
    }
    let thread = thread::current();
    let name = thread.name().unwrap_or("<unnamed>");
    // A hook must not panic, which `eprintln` does where there is no stderr.
    let _ = writeln!(
        io::stderr(),
        "gilref: a Python reference (object at {:#x}) was dropped on thread '{name}', which is not attached: {}\n{}",
        drop.address,
        match drop.fate {
            Fate::Deferred => "deferred",
            Fate::Leaked => "leaked",
            Fate::Aborted => "aborting",
        },
        Backtrace::force_capture(),
    );
}
