//! Tokens: a proof that a thread is attached, and the trait for what serves as one.

use std::fmt;
use std::marker::PhantomData;

/// A proof that this thread is attached to the Python interpreter.
///
/// On a build with the GIL, an attached thread holds the GIL. On a free-threaded build, it is known to
/// the interpreter, which waits for it before it stops all threads. Everything that reads or changes a
/// Python object takes a token, so that code which does it on a detached thread does not compile.
///
/// You get a token from [`Python::attach`], or from a reference that carries one, by
/// [`Bound::py`](crate::Bound::py). It can't leave its thread, and it can't outlive the attachment:
/// the compiler checks the closure given to `attach` or [`detach`](Python::detach) for both.
///
/// # Cost
///
/// None: the type has no size.
///
/// # Example
///
/// ```
/// use gilref::Python;
///
/// Python::initialize();
/// let six = Python::attach(|py| py.eval("2 * 3", None, None)?.extract::<i32>());
/// # let six = six.unwrap();
/// assert_eq!(six, 6);
/// ```
///
/// A token does not cross threads:
///
/// ```compile_fail,E0277
/// # use gilref::Python;
/// Python::attach(|py| {
///     std::thread::scope(|s| { s.spawn(|| py.none()); });
/// });
/// ```
///
/// Another thread gets a token of its own, while this thread is detached:
///
/// ```
/// # use gilref::Python;
/// # Python::initialize();
/// Python::attach(|py| {
///     py.detach(|| {
///         std::thread::scope(|s| { s.spawn(|| Python::attach(|py| py.none().unbind())); });
///     });
/// });
/// ```
#[doc(alias("GIL"))]
#[derive(Clone, Copy)]
pub struct Python<'py> {
    /// `'py` ends where the attachment ends.
    attached: PhantomData<&'py ()>,
    _thread: ThisThread,
    /// PyO3's feature `nightly` lets raw pointers into its `detach`, but not its own token.
    #[cfg(feature = "pyo3")]
    pyo3_token: PhantomData<pyo3::Python<'py>>,
}

/// A marker that is neither `Send` nor `Sync`, because a raw pointer is not. It has no size and no
/// alignment.
///
/// A `PhantomData` would do the same. But when a user sends a token to another thread, the compiler's
/// error would then be about `PhantomData` and show the source of std.
#[derive(Clone, Copy)]
#[repr(Rust, packed)]
pub(crate) struct ThisThread([*mut Python<'static>; 0]);

impl ThisThread {
    pub(crate) const MARKER: Self = Self([]);
}

impl<'py> Python<'py> {
    /// Makes a token without a check, for functions that Python calls through C.
    ///
    /// # Cost
    ///
    /// None.
    ///
    /// # Safety
    ///
    /// 1. This thread is attached to the interpreter, and stays so for all of `'py` except inside
    ///    [`detach`](Self::detach). A function that CPython calls through one of its slots or
    ///    method tables is.
    /// 2. `'py` does not outlast the call in which the token was made: bind it to a borrow of an
    ///    argument or a local.
    ///
    /// # Example
    ///
    /// ```
    /// use gilref::{Borrowed, Python, types::PyAny};
    /// use pyo3_ffi as ffi;
    ///
    /// unsafe extern "C" fn is_truthy(_module: *mut ffi::PyObject, arg: *mut ffi::PyObject) -> *mut ffi::PyObject {
    ///     // SAFETY: CPython calls methods attached, and the token does not leave this function.
    ///     let py = unsafe { Python::assume_attached() };
    ///     // SAFETY: CPython lends the argument for the length of the call.
    ///     let arg = unsafe { Borrowed::<PyAny>::from_ptr(py, arg) };
    ///     // ...
    /// #   arg.to_owned().into_ptr()
    /// }
    /// ```
    #[doc(alias("assume_gil_acquired"))]
    #[inline]
    #[must_use]
    pub unsafe fn assume_attached() -> Self {
        Python {
            attached: PhantomData,
            _thread: ThisThread::MARKER,
            #[cfg(feature = "pyo3")]
            pyo3_token: PhantomData,
        }
    }
}

impl fmt::Debug for Python<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Python")
    }
}

/// A token, of gilref or of another crate. Every function that needs a proof of attachment takes an
/// `impl GilToken`.
///
/// Implemented for [`Python`] and, with the feature `pyo3`, for `pyo3::Python`. Your own types may
/// implement it too. It is a safe trait, because [`python`](Self::python) can only return a
/// [`Python`] that the type has got from somewhere.
///
/// A value of such a type proves nothing before `python` has returned, for it may panic. Unsafe code
/// that relies on a token calls `python` first, as every function of gilref does.
///
/// # Example
///
/// ```
/// use gilref::{GilToken, Py, types::PyAny};
///
/// fn twice<'py>(object: &Py<PyAny>, py: impl GilToken<'py>) -> [Py<PyAny>; 2] {
///     [object.clone_ref(py), object.clone_ref(py)]
/// }
/// ```
#[doc(alias("GIL"))]
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not prove that this thread is attached to Python",
    label = "expected a token, such as the `py` of `Python::attach(|py| ..)`",
    note = "`Python::attach(|py| ..)` attaches the thread and passes a token to its closure; a \
            `Bound` or `Borrowed` carries one: `bound.py()`"
)]
#[cfg_attr(
    not(feature = "pyo3"),
    diagnostic::on_unimplemented(
        note = "with gilref's feature `pyo3`, `pyo3::Python<'_>` is a token too"
    )
)]
pub trait GilToken<'py>: Copy {
    /// The same proof as gilref's own token.
    fn python(self) -> Python<'py>;
}

impl<'py> GilToken<'py> for Python<'py> {
    #[inline]
    fn python(self) -> Python<'py> {
        self
    }
}
