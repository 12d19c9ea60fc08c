//! Attaching and detaching with PyO3's token, so that both crates know of it.

use ::pyo3::Python;

use crate::attach::Attached;
use crate::interpreter::{self, park_if_ended};
use crate::{AttachError, Ungil};

/// Runs `f` with this thread attached, and with PyO3's token: in place of `pyo3::Python::attach`.
///
/// It is [`gilref::Python::attach`](crate::Python::attach), and all that is said there holds: it is
/// refused at the interpreter's end instead of hanging or crashing, it drains gilref's pool, where
/// it is the outermost one, and the exit waits for it. Inside of it the thread is attached by PyO3
/// too, so that a `pyo3::Py` that is dropped is released at once.
///
/// PyO3's own pool is drained by it as by any attach of PyO3's, nested or not: by gilref's rules
/// only [`Py`](super::Py) is dropped.
///
/// # Cost
///
/// gilref's attach, and in it one of PyO3's, which finds the thread attached.
///
/// # Panics
///
/// With the words of [`AttachError`] where [`try_attach`] returns it, before `f` is called. With
/// gilref's feature `auto-initialize` an interpreter is started instead where there never was one.
///
/// # Example
///
/// ```
/// use gilref::for_pyo3;
/// use pyo3::types::PyAnyMethods;
///
/// # gilref::Python::initialize();
/// let six: i32 = for_pyo3::attach(|py| py.eval(c"2 * 3", None, None)?.extract()).unwrap();
/// assert_eq!(six, 6);
/// ```
#[doc(alias("with_gil", "acquire_gil"))]
#[inline]
#[track_caller]
pub fn attach<F, R>(f: F) -> R
where
    F: for<'py> FnOnce(Python<'py>) -> R,
{
    match run(Attached::acquire_or_panic(), f) {
        Ok(result) => result,
        Err(error) => panic!("{error}"),
    }
}

/// Runs `f` like [`attach`], or says why the thread can't attach: in place of
/// `pyo3::Python::try_attach`.
///
/// Never starts an interpreter, whatever the features.
///
/// # Errors
///
/// As [`gilref::Python::try_attach`](crate::Python::try_attach).
///
/// # Example
///
/// ```
/// # use gilref::for_pyo3;
/// # gilref::Python::initialize();
/// // In a thread that may outlive the interpreter:
/// if let Err(error) = for_pyo3::try_attach(|py| { /* report to Python */ }) {
///     eprintln!("not reported: {error}");
/// }
/// ```
#[inline]
pub fn try_attach<F, R>(f: F) -> Result<R, AttachError>
where
    F: for<'py> FnOnce(Python<'py>) -> R,
{
    run(Attached::acquire()?, f)
}

#[inline]
fn run<F, R>(attached: Attached, f: F) -> Result<R, AttachError>
where
    F: for<'py> FnOnce(Python<'py>) -> R,
{
    attached.run(|_| {
        // PyO3's own, so that its count is right: nested, since the thread is attached.
        // Should CPython end the thread in `f`, PyO3's guard must not be reached: it would release a
        // thread state that is not there.
        let result = Python::try_attach(|py| park_if_ended(|| f(py)));
        result.ok_or_else(why_pyo3_refuses)
    })
}

/// A thread that is attached.
#[cold]
fn why_pyo3_refuses() -> AttachError {
    // From 3.13 on, a thread that PyO3 does not know to be attached and that finalizes the interpreter.
    if interpreter::is_finalizing() {
        AttachError::Finalizing
    } else {
        AttachError::Traversing
    }
}

/// Runs `f` with this thread detached: in place of PyO3's `py.detach`.
///
/// Both crates know that the thread is detached. At the end, which is also where `f` panics, both
/// pools are drained; the end of PyO3's own `detach` drains PyO3's only.
///
/// Nothing that is bound to the attachment can be used inside: `f` and its result are
/// [`Ungil`](crate::Ungil). What the compiler can't see is told at
/// [`gilref::Python::detach`](crate::Python::detach).
///
/// Greenlets must not switch inside. PyO3 counts the attachments of a thread, and a greenlet that
/// switches takes the count of another one with it: PyO3 then takes the thread for attached.
///
/// # Cost
///
/// Releasing the GIL and waiting for it again.
///
/// # Example
///
/// ```
/// # use gilref::for_pyo3;
/// # gilref::Python::initialize();
/// for_pyo3::attach(|py| {
///     let sum: u64 = for_pyo3::detach(py, || (0..1000).sum());
///     assert_eq!(sum, 499_500);
/// });
/// ```
#[doc(alias("allow_threads"))]
#[inline]
pub fn detach<'py, T, F>(py: Python<'py>, f: F) -> T
where
    F: Ungil + FnOnce() -> T,
    T: Ungil,
{
    crate::Python::from(py).detach(f)
}
