//! Asks whether this thread is attached to the interpreter, and may do what only an attached thread may.

#[cfg(not(Py_LIMITED_API))]
use pyo3_ffi as ffi;

#[cfg(Py_LIMITED_API)]
use super::limited;
#[cfg(feature = "pyo3")]
use super::traverse;
use crate::token::Python;

impl Python<'_> {
    /// Whether this thread is attached now, asked of CPython.
    ///
    /// It is no proof: for that there is [`attach`](Python::attach), which costs nothing much on an
    /// attached thread.
    ///
    /// In a PyO3 class's `__traverse__` the answer is no: nothing may be done there for which a thread
    /// must be attached.
    ///
    /// # Cost
    ///
    /// From Python 3.12 on, a call into libpython and one or two loads. Up to 3.11, and with `abi3`, two
    /// calls.
    ///
    /// # Example
    ///
    /// ```
    /// # use gilref::Python;
    /// # Python::initialize();
    /// assert!(!Python::is_attached());
    /// Python::attach(|py| {
    ///     assert!(Python::is_attached());
    ///     py.detach(|| assert!(!Python::is_attached()));
    /// });
    /// ```
    #[doc(alias("PyGILState_Check"))]
    #[inline]
    #[must_use]
    pub fn is_attached() -> bool {
        is_attached()
    }
}

/// How this thread stands to the interpreter.
pub(crate) enum Attachment {
    Detached,
    /// It may do what only an attached thread may.
    Attached,
    /// Attached, but it may not: it is in the `__traverse__` of a PyO3 class.
    #[cfg(feature = "pyo3")]
    Traversing,
}

/// Asks CPython, and where a thread collects garbage PyO3.
#[inline]
pub(crate) fn attachment() -> Attachment {
    if !says_cpython() {
        return Attachment::Detached;
    }
    #[cfg(feature = "pyo3")]
    if traverse::is_possible() && traverse::is_here() {
        return Attachment::Traversing;
    }
    Attachment::Attached
}

/// Whether this thread is attached to the interpreter, and may do what only an attached thread may.
#[inline]
pub(crate) fn is_attached() -> bool {
    // Not by `attachment`: a `bool` by itself is an instruction shorter in each drop.
    #[cfg(feature = "pyo3")]
    return says_cpython() && !(traverse::is_possible() && traverse::is_here());
    #[cfg(not(feature = "pyo3"))]
    says_cpython()
}

/// What CPython says. Two calls into libpython, and some loads to know what was found by name.
#[cfg(Py_LIMITED_API)]
#[inline]
pub(crate) fn says_cpython() -> bool {
    limited::is_attached()
}

/// What CPython says. A call into libpython and a load.
///
/// From 3.12 on the current thread state is thread-local. If there is one, it is this thread's.
#[cfg(all(Py_3_12, not(Py_LIMITED_API)))]
#[inline]
pub(crate) fn says_cpython() -> bool {
    // SAFETY: reads a thread-local pointer; no requirement on the thread or the interpreter.
    !unsafe { ffi::compat::PyThreadState_GetUnchecked() }.is_null()
}

/// What CPython says. Two calls into libpython and two loads.
///
/// Up to 3.11 the current thread state is one atomic pointer for the whole process: the state of the
/// thread that holds the GIL. It is this thread's when it equals what the `PyGILState` functions keep
/// in thread-local storage. A thread state of a sub-interpreter that was made on this thread is not in
/// that storage. The answer is then "no", and a drop is deferred, which is sound.
#[cfg(all(not(Py_3_12), not(Py_LIMITED_API)))]
#[inline]
pub(crate) fn says_cpython() -> bool {
    // SAFETY: an atomic load; no requirement on the thread or the interpreter.
    let current = unsafe { ffi::compat::PyThreadState_GetUnchecked() };
    if current.is_null() {
        return false;
    }
    // SAFETY: reads thread-local storage, and answers null where the interpreter has not made or has
    // deleted the key.
    current == unsafe { ffi::PyGILState_GetThisThreadState() }
}
