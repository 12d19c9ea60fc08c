//! Attaching: [`Python::attach`] and [`Python::try_attach`], which run a closure with this thread attached.

use std::mem::ManuallyDrop;

use crate::interpreter::{self, Attachment, park_forever};
use crate::lifecycle::{self, AttachError};
use crate::this_thread::{self, Held};
use crate::token::Python;
use crate::{attach_count, pool};

impl Python<'_> {
    /// Runs `f` with this thread attached, and with a token that proves it.
    ///
    /// On a thread that is attached already, `f` is run as it is. Otherwise the thread waits for
    /// the GIL, releases what was dropped detached (see [`pool`](crate::pool); this runs
    /// destructors, and so any code), runs `f`, and is detached again, also when `f` panics.
    ///
    /// # Cost
    ///
    /// On an attached thread, the question of [`is_attached`](Python::is_attached): a call into
    /// libpython, two up to Python 3.11. On a detached one, that and CPython's `PyGILState_Ensure`,
    /// which builds a thread state, and destroys it at the end, unless the thread has one: see
    /// [`keep_thread_state`](Python::keep_thread_state). To be waited for at the interpreter's end costs
    /// one locked instruction, the pool one load when nothing is pending.
    ///
    /// # Panics
    ///
    /// With the words of [`AttachError`] where [`try_attach`](Python::try_attach) returns it,
    /// before anything happened. With the feature `auto-initialize` an interpreter is started
    /// instead where there never was one.
    ///
    /// # Deadlocks
    ///
    /// Waiting for the GIL while holding a lock, which somebody who holds the GIL waits for, is a
    /// deadlock, as with any two locks.
    ///
    /// # In destructors
    ///
    /// A `Drop` that attaches calls [`try_attach`](Python::try_attach). It may run in a thread-local or a
    /// static when the process ends, after the interpreter: `attach` panics then, and a panic in the
    /// destructor of a thread-local aborts the process.
    ///
    /// # Coroutines
    ///
    /// A stackful coroutine (of the crate `corosensei`, for instance) must not be suspended inside `f` and
    /// let another attach of the same thread begin or end in between. Attaches of one thread end in the
    /// reverse order of their beginning; otherwise `f` goes on with a token on a detached thread. Safe code
    /// can do it, as it can lend a thread-local to another coroutine, and gilref can't see it: suspend
    /// inside [`detach`](Python::detach) only. A debug build panics at the end of an attach that
    /// finds its thread detached. Futures are no such coroutines: `f` can't wait for one.
    ///
    /// # Sub-interpreters
    ///
    /// Not supported. Up to CPython 3.11, an attach in a function that Python code of a legacy
    /// sub-interpreter has called on the main thread waits for ever: CPython itself knows of one thread
    /// state for each thread there, takes this one for detached, and waits for the GIL that it has. From
    /// 3.12 on `f` runs in the sub-interpreter, but what is dropped detached is released in the main one.
    /// An extension module refuses to be imported there, by
    /// [`register_exit`](Python::register_exit).
    ///
    /// # The interpreter's end
    ///
    /// From gilref's exit callback on, no thread can attach any more, but for the one that exits, and that one
    /// as long as exit callbacks run. Later, when modules are taken apart, destructors run attached, and can't
    /// attach inside of a [`detach`](Python::detach).
    /// Python runs exit callbacks last in, first out. Gilref registers its own at the first
    /// outermost attach, or in [`Python::initialize`]: an extension module calls that in its init
    /// function, before it registers a callback which waits for threads that attach.
    ///
    /// Gilref's callback waits until the threads that are attaching are attached. It then gives
    /// way, some fifty times, to those that are attached, which takes a twentieth of a second for
    /// one that waits for something else, and more for one that runs. (Five hundred times on a
    /// free-threaded build and with `abi3t`: without a GIL, half a second for either.) One that is still in the
    /// middle of Python code when the interpreter is finalized does not come back. From 3.13.8 on
    /// CPython parks it. Up to 3.13.7 CPython ends it by unwinding its stack. Where gilref has called the code or
    /// released the object, gilref parks the thread. Where `f` has done so by `pyo3-ffi` or PyO3, it can't:
    /// values in `f` are dropped although the thread is detached, which is undefined
    /// behaviour where they are [`Bound`](crate::Bound), and the process may abort. A program ends its threads
    /// before the interpreter; an extension module does it in a function that it registers with Python's
    /// `atexit`.
    ///
    /// Native code that runs the exit callbacks of a process that goes on (`atexit._run_exitfuncs()`
    /// called without a Python frame) inside of an attach that is C's or PyO3's leaves every other
    /// thread refused: it can't be told from the exit. Inside an attach of gilref's, others are let in
    /// again at its end.
    ///
    /// # Example
    ///
    /// ```
    /// # use gilref::Python;
    /// # Python::initialize();
    /// let version: String = Python::attach(|py| py.import("sys")?.getattr("version")?.extract()).unwrap();
    /// assert!(version.starts_with("3."));
    /// ```
    #[doc(alias("with_gil", "acquire_gil", "PyGILState_Ensure"))]
    #[inline]
    #[track_caller]
    pub fn attach<F, R>(f: F) -> R
    where
        F: for<'py> FnOnce(Python<'py>) -> R,
    {
        Attached::acquire_or_panic().run(f)
    }

    /// Runs `f` like [`attach`](Python::attach), or says why the thread can't attach.
    ///
    /// Never starts an interpreter, whatever the features.
    ///
    /// # Errors
    ///
    /// [`NotInitialized`](AttachError::NotInitialized) where no interpreter was started,
    /// [`Finalizing`](AttachError::Finalizing) where it is going or gone,
    /// [`Traversing`](AttachError::Traversing) in the `__traverse__` of a PyO3 class.
    ///
    /// There is no gap between this question and the attachment: the exit waits for whoever was not
    /// refused. It can't do so before gilref's exit callback is registered, and does not where
    /// Python is finalized from within Python code, as by a C library that a script has called to
    /// exit the process: that looks like a program that runs its exit callbacks and goes on. A
    /// thread that waits for the GIL just then is parked by CPython.
    ///
    /// # Example
    ///
    /// ```
    /// # use gilref::Python;
    /// # Python::initialize();
    /// // In a thread that may outlive the interpreter:
    /// if let Err(error) = Python::try_attach(|py| { /* report to Python */ }) {
    ///     eprintln!("not reported: {error}");
    /// }
    /// ```
    #[doc(alias("PyGILState_Ensure"))]
    #[inline]
    pub fn try_attach<F, R>(f: F) -> Result<R, AttachError>
    where
        F: for<'py> FnOnce(Python<'py>) -> R,
    {
        Ok(Attached::acquire()?.run(f))
    }
}

/// This thread is attached for as long as this lives.
pub(crate) enum Attached {
    /// It was before, and stays so after.
    Nested,
    /// gilref attached it.
    Outermost(Held),
}

impl Attached {
    /// Starts an interpreter where there never was one, with the feature `auto-initialize`.
    #[inline]
    #[track_caller]
    pub(crate) fn acquire_or_panic() -> Self {
        let attached = match Self::acquire() {
            #[cfg(feature = "auto-initialize")]
            Err(AttachError::NotInitialized) => {
                Python::initialize();
                Self::acquire()
            }
            result => result,
        };
        match attached {
            Ok(attached) => attached,
            Err(error) => panic!("{error}"),
        }
    }

    #[inline]
    pub(crate) fn acquire() -> Result<Self, AttachError> {
        // No drain here: destructors run arbitrary code, which a nested attach, often hidden in a
        // library, must not.
        match interpreter::attachment() {
            Attachment::Attached => Ok(Self::Nested),
            Attachment::Detached => Self::outermost(),
            #[cfg(feature = "pyo3")]
            Attachment::Traversing => Err(AttachError::Traversing),
        }
    }

    fn outermost() -> Result<Self, AttachError> {
        let inside = lifecycle::enter()?;
        // SAFETY: detached, and let in: this thread has the GIL before the interpreter ends, or is parked
        // by CPython. See `lifecycle::exit`.
        let held = unsafe { this_thread::take_gil() };
        // From here on the guard undoes it, should the drain unwind.
        let attached = Self::Outermost(held);
        let py = attached.token();
        inside.leave_with_token(py);
        pool::just_attached(py);
        Ok(attached)
    }

    #[inline]
    pub(crate) fn run<R>(self, f: impl for<'py> FnOnce(Python<'py>) -> R) -> R {
        let result = f(self.token());
        debug_assert!(
            interpreter::is_attached(),
            "an attach ends on a detached thread: an outer one has ended before, in another coroutine"
        );
        // What returns left the thread attached. What unwinds may do so because CPython has ended
        // the thread: see `drop`.
        let attached = ManuallyDrop::new(self);
        if let Self::Outermost(held) = *attached {
            // SAFETY: see `drop`.
            unsafe { Self::end_outermost(held) };
        }
        result
    }

    /// Not inlined, which keeps nested attaches short.
    ///
    /// # Safety
    ///
    /// As for [`this_thread::let_go`].
    #[inline(never)]
    unsafe fn end_outermost(held: Held) {
        // SAFETY: attached, by the caller's promise, until the last line of this function.
        let py = unsafe { Python::assume_attached() };
        lifecycle::attach_ends(py);
        attach_count::count_end(py);
        // SAFETY: the caller's promise.
        unsafe { this_thread::let_go(held) };
    }

    #[inline]
    pub(crate) fn token(&self) -> Python<'_> {
        // SAFETY: the thread is attached, and the token's lifetime is that of the borrow of this
        // guard.
        unsafe { Python::assume_attached() }
    }
}

/// Where `f` unwinds.
impl Drop for Attached {
    #[cold]
    fn drop(&mut self) {
        if let Self::Outermost(held) = *self {
            if !interpreter::is_attached() {
                park_forever();
            }
            // SAFETY: guards are dropped in the reverse order of their making, and what detaches in
            // between attaches again. The function that calls a closure owns its guard. So does the
            // `clone` of `AttachClone`, which makes one in the middle of the call only while the thread
            // is detached: then no guard of what it calls is alive.
            unsafe { Self::end_outermost(held) };
        }
    }
}
