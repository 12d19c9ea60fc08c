//! The interpreter's life: its start, its end, and its next one.
//!
//! A process may finalize its interpreter and start another. What the pool holds from the first
//! must then never be touched: its memory is gone. Each entry therefore carries the *generation* in
//! which it was pushed, and a generation ends with its interpreter. The end is seen by a capsule in
//! the interpreter's own dictionary, whose destructor CPython runs when it takes the interpreter
//! apart: that can't be unregistered and can't be missed.
//!
//! What waits in the pool is released before that, in a callback of Python's `atexit`, while
//! destructors can still do all that Python code can do.

use std::cell::Cell;
use std::ffi::{CStr, CString, c_void};
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use pyo3_ffi as ffi;

use crate::err::SavedError;
use crate::gate::{ASKING, ATTACHING, Inside};
use crate::{AttachError, Bound, PyResult, Python, detach, gate, interpreter, pool};

/// One bit, and above it the generation, counted up at each end.
static LIFE: AtomicU32 = AtomicU32::new(0);

/// The callback for this interpreter's exit is registered, and was not called.
const REGISTERED: u32 = 1;
const GENERATION: u32 = 2;

/// The generation that entries of the pool belong to when they are pushed now.
#[inline]
pub(crate) fn generation() -> u32 {
    // Acquire pairs with the release in `end`: who sees the next generation sees that the last one
    // has ended.
    LIFE.load(Ordering::Acquire) / GENERATION
}

/// The same, and whether that interpreter's exit is still to come: `true` is certain. One load.
#[inline]
pub(crate) fn generation_before_exit() -> (u32, bool) {
    // Acquire: see `generation`.
    let life = LIFE.load(Ordering::Acquire);
    (life / GENERATION, life & REGISTERED != 0)
}

/// Whether an interpreter that gilref knew has ended.
pub(crate) fn has_ended() -> bool {
    generation() > 0
}

/// Held while [`Python::initialize`] runs.
static STARTING: Mutex<()> = Mutex::new(());

impl Python<'_> {
    /// Starts a Python interpreter in this process, unless there is one. For programs that embed
    /// Python.
    ///
    /// May be called any number of times, from any threads; when it returns, the interpreter is
    /// ready. The calling thread is not attached by it. Signal handlers are not installed: Ctrl-C
    /// ends the program, it does not raise `KeyboardInterrupt`. An interpreter that was finalized
    /// is started anew, by the thread that finalized it: no [`Py`](crate::Py) of the old one may be
    /// used after that, as CPython demands of every reference.
    ///
    /// # Cost
    ///
    /// Starting takes some ten milliseconds; later calls lock a mutex.
    ///
    /// # Other libraries
    ///
    /// CPython has no lock for its own start. With the feature `pyo3`, PyO3 may start the
    /// interpreter at the same time. Where anything else does, another version of gilref or a C
    /// library, the program must see to it that they take turns.
    ///
    /// # Panics
    ///
    /// With the words of [`AttachError::Finalizing`] where another thread is finalizing the
    /// interpreter, or has: CPython does not tell the one from the other. CPython itself aborts the
    /// process where it can't find its own library.
    ///
    /// # Example
    ///
    /// ```
    /// # use gilref::Python;
    /// Python::initialize();
    /// Python::attach(|py| py.run("print('hello')", None, None)).unwrap();
    /// ```
    #[track_caller]
    pub fn initialize() {
        // Code that runs attached runs in an interpreter; it may be the one that is starting, on
        // this very thread.
        if interpreter::is_attached() || STARTING_HERE.get() {
            return;
        }
        #[cfg(feature = "pyo3")]
        if started_by_pyo3() {
            return;
        }
        let starting = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
        if !interpreter::is_initialized() {
            if is_ending_elsewhere() {
                drop(starting);
                panic!("{}", AttachError::Finalizing);
            }
            STARTING_HERE.set(true);
            // SAFETY: not initialized, not on its way out, and no other thread is in here.
            unsafe { ffi::Py_InitializeEx(0) };
            // SAFETY: the thread that initialized the interpreter is attached.
            ensure_registered(unsafe { Python::assume_attached() });
            // SAFETY: as above. The thread state stays the main thread's, for its next
            // `PyGILState_Ensure`.
            unsafe { ffi::PyEval_SaveThread() };
            STARTING_HERE.set(false);
        }
    }
}

/// Leaves the first start to PyO3, whose own lock then covers both crates; whether that did it.
/// PyO3 starts one interpreter only. Not under gilref's lock, of which PyO3 knows nothing.
#[cfg(feature = "pyo3")]
fn started_by_pyo3() -> bool {
    if LIFE.load(Ordering::Relaxed) & REGISTERED != 0 || is_ending_elsewhere() {
        return false;
    }
    let was_missing = !interpreter::is_initialized();
    STARTING_HERE.set(true);
    ::pyo3::Python::initialize();
    STARTING_HERE.set(false);
    let started = was_missing && interpreter::is_initialized();
    if started {
        // Registers: gilref must see this interpreter's end.
        let _ = Python::try_attach(|_| ());
    }
    started
}

thread_local! {
    /// This thread is starting an interpreter. What it imports, `sitecustomize` above all, may
    /// detach and attach again, and must not wait for itself.
    static STARTING_HERE: Cell<bool> = const { Cell::new(false) };

    /// This thread is finalizing the interpreter: it alone may still come and go.
    static ENDING_HERE: Cell<bool> = const { Cell::new(false) };

    /// The generation that began when this thread ended the last one; 0 for none.
    static ENDED_HERE: Cell<u32> = const { Cell::new(0) };
}

/// Whether there is an interpreter that may still be on its way out, on another thread. CPython
/// answers the same from the beginning of a finalization to the end of the process.
fn is_ending_elsewhere() -> bool {
    // In this order: a finalization sets the one before it resets the other.
    !interpreter::is_initialized()
        && interpreter::is_finalizing()
        && !(has_ended() && ENDED_HERE.get() == generation())
}

/// Lets a detached thread ask for the GIL, for as long as it keeps what this returns: until then
/// the interpreter does not end. It must not keep it longer than it takes to get the GIL.
#[inline]
pub(crate) fn enter() -> Result<Inside, AttachError> {
    let inside = match ATTACHING.enter() {
        Some(inside) => inside,
        None if ENDING_HERE.get() => ATTACHING.enter_closed(),
        None => return Err(AttachError::Finalizing),
    };
    if LIFE.load(Ordering::Relaxed) & REGISTERED == 0 {
        look_for_an_interpreter()?;
    }
    Ok(inside)
}

/// Where gilref knows of no interpreter whose exit is still to come.
#[cold]
fn look_for_an_interpreter() -> Result<(), AttachError> {
    if !interpreter::is_initialized() {
        let ended = has_ended() || interpreter::is_finalizing();
        return Err(if ended {
            AttachError::Finalizing
        } else {
            AttachError::NotInitialized
        });
    }
    if interpreter::is_finalizing() {
        return Err(AttachError::Finalizing);
    }
    if !STARTING_HERE.get() {
        // "Initialized" is true before `site` is imported: wait until a start that is under way has
        // come to its end.
        drop(STARTING.lock().unwrap_or_else(PoisonError::into_inner));
    }
    Ok(())
}

/// Makes sure that the pool is drained at this interpreter's exit. One load when it has been done.
#[inline]
pub(crate) fn ensure_registered(py: Python<'_>) {
    if LIFE.load(Ordering::Relaxed) & REGISTERED == 0 {
        register_once(py);
    }
}

#[cold]
fn register_once(py: Python<'_>) {
    // One thread does it; another that comes meanwhile must not wait for it with the GIL in its
    // hands.
    static REGISTERING: AtomicBool = AtomicBool::new(false);
    // At the exit, whoever still attaches has nothing more to wait for.
    if ATTACHING.is_closed() || REGISTERING.swap(true, Ordering::Acquire) {
        return;
    }
    let _pending = SavedError::take(py);
    match watch_for_the_end(py).and_then(|()| register(py)) {
        Ok(()) => {
            LIFE.fetch_or(REGISTERED, Ordering::Relaxed);
            ASKING.open();
        }
        // The next attach tries again.
        Err(error) => error.write_unraisable(py, None),
    }
    REGISTERING.store(false, Ordering::Release);
}

fn register(py: Python<'_>) -> PyResult<()> {
    // SAFETY: attached; the pointer is not null, and the name is static.
    let capsule = unsafe { ffi::PyCapsule_New(life(), REGISTRATION.as_ptr(), Some(forgotten)) };
    // SAFETY: a new reference, or null with an exception.
    let capsule = unsafe { Bound::from_owned_ptr_or_err(py, capsule) }?;
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
    LIFE.fetch_and(!REGISTERED, Ordering::Relaxed);
}

/// What a capsule points at: it must point at something.
fn life() -> *mut c_void {
    (&raw const LIFE).cast_mut().cast()
}

/// A `PyMethodDef` that is never written to.
struct MethodDef(ffi::PyMethodDef);

// SAFETY: immutable, and its pointers are to statics.
unsafe impl Sync for MethodDef {}

static AT_EXIT: MethodDef = MethodDef(ffi::PyMethodDef {
    ml_name: c"release_what_was_dropped_detached".as_ptr(),
    ml_meth: ffi::PyMethodDefPointer {
        PyCFunction: at_exit,
    },
    ml_flags: ffi::METH_NOARGS,
    ml_doc: ptr::null(),
});

/// Called by Python's `atexit`, and by whoever calls `atexit._run_exitfuncs()` in a process that
/// goes on. In that case the next attach registers again.
unsafe extern "C" fn at_exit(_: *mut ffi::PyObject, _: *mut ffi::PyObject) -> *mut ffi::PyObject {
    // SAFETY: CPython calls its functions attached.
    let py = unsafe { Python::assume_attached() };
    // Not by `pool::drain`, which would register again. What waits now may still do anything.
    pool::drain_at_exit(py);
    LIFE.fetch_and(!REGISTERED, Ordering::Relaxed);
    ASKING.close();
    ASKING.wait();
    // `Py_FinalizeEx` is not called from Python code.
    if !interpreter::runs_python_code(py) {
        ENDING_HERE.set(true);
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

const WATCH: &CStr = c"gilref.end_of_the_interpreter";

/// Puts the capsule into the interpreter's dictionary, unless it is there.
fn watch_for_the_end(py: Python<'_>) -> PyResult<()> {
    // Each copy of gilref in the process has a pool of its own, and so a capsule of its own.
    let key = CString::new(format!("gilref.{:p}", &raw const LIFE)).unwrap_or_default();
    // SAFETY: attached.
    let interpreter = unsafe { ffi::PyInterpreterState_Get() };
    // SAFETY: attached, and the interpreter is the current one. A borrowed reference, or null
    // without an exception.
    let dict = unsafe { ffi::PyInterpreterState_GetDict(interpreter) };
    if dict.is_null() {
        return Err(crate::PyErr::fetch(py));
    }
    // SAFETY: a dictionary, kept alive by the interpreter, and a C string.
    if !unsafe { ffi::PyDict_GetItemString(dict, key.as_ptr()) }.is_null() {
        return Ok(());
    }
    // SAFETY: the pointer is not null, and the name is static.
    let capsule = unsafe { ffi::PyCapsule_New(life(), WATCH.as_ptr(), Some(end)) };
    // SAFETY: a new reference, or null with an exception.
    let capsule = unsafe { Bound::from_owned_ptr_or_err(py, capsule) }?;
    // SAFETY: as above; takes a reference of its own.
    match unsafe { ffi::PyDict_SetItemString(dict, key.as_ptr(), capsule.as_ptr()) } {
        0 => Ok(()),
        _ => Err(crate::PyErr::fetch(py)),
    }
}

/// The capsule's destructor: this interpreter's objects are gone.
unsafe extern "C" fn end(_capsule: *mut ffi::PyObject) {
    let next = |life: u32| Some((life & !REGISTERED).wrapping_add(GENERATION));
    // Release: see `generation`.
    let _ = LIFE.fetch_update(Ordering::Release, Ordering::Relaxed, next);
    ENDED_HERE.set(generation());
    ENDING_HERE.set(false);
    pool::forget_nudge();
    gate::forget_attached();
    // For the next interpreter. Until then there is none, and nobody gets through.
    ASKING.open();
    ATTACHING.open();
}
