//! `PyErr`: a Python exception as a Rust error.

mod exception;
mod from_ptr;
mod io;
mod new;
mod text;

use std::error::Error;
use std::{fmt, ptr};

use pyo3_ffi as ffi;

use exception::Exception;
pub(crate) use text::type_name;

use crate::interpreter::{self, Owned, run_python};
use crate::types::{PyAny, PyType, position};
use crate::{Bound, GilClone, GilDrop, GilToken, Py, Python};

/// The result of what can raise a Python exception.
pub type PyResult<T> = Result<T, PyErr>;

/// A Python exception.
///
/// It is always normalised: it holds an exception object, with its traceback. Its text is made when
/// the exception is caught, so that any thread can print it at any time: `Display` and `Debug` need
/// no token and never attach. Like a [`Py`] it is `Send` and `Sync` and has no `Clone`:
/// [`clone_ref`](Self::clone_ref) takes a token.
///
/// # Dropping
///
/// An error that leaves an [`attach`](Python::attach) by `?` is dropped on a thread that is not attached.
/// The exception then waits in the [pool](crate::pool) for the next drain, whatever the policy: under the
/// abort policy too, for which a [`Py`] that is dropped detached is a mistake. With the exception wait
/// its traceback, and the local variables of the frames in that. To release it at once, handle the error
/// inside the attach, or call [`drop_ref`](GilDrop::drop_ref).
///
/// # Cost
///
/// Catching calls `str()` on the exception, which may run Python code. If that raises, the second
/// exception is discarded.
///
/// # Example
///
/// ```
/// # use gilref::{PyErr, Python};
/// # Python::initialize();
/// let error: PyErr = Python::attach(|py| py.eval("1 / 0", None, None).map(drop)).unwrap_err();
/// assert_eq!(error.to_string(), "ZeroDivisionError: division by zero");
/// ```
pub struct PyErr {
    /// An instance of `BaseException`.
    value: Exception,
    /// `ZeroDivisionError: division by zero`.
    text: Box<str>,
}

impl PyErr {
    /// Takes the pending exception, if one is pending.
    #[doc(alias("PyErr_GetRaisedException", "PyErr_Fetch"))]
    #[must_use]
    pub fn take<'py>(py: impl GilToken<'py>) -> Option<Self> {
        let value = interpreter::take(py.python())?;
        // SAFETY: the reference is given up.
        let value = unsafe { Bound::from_owned_ptr(py, value.into_ptr()) };
        // SAFETY: CPython's pending exception is one.
        Some(unsafe { Self::caught(value) })
    }

    /// Takes the pending exception, after a call into CPython has failed. If none is pending, returns
    /// a `SystemError`.
    #[cold]
    #[must_use]
    pub fn fetch<'py>(py: impl GilToken<'py>) -> Self {
        let py = py.python();
        Self::take(py).unwrap_or_else(|| {
            Self::system_error(py, "an error was reported, but no exception is pending")
        })
    }

    /// The exception that `value` is; a `TypeError` when it is none.
    #[must_use]
    pub fn from_value(value: Bound<'_, PyAny>) -> Self {
        // SAFETY: attached, by the token in `value`, which is alive.
        if unsafe { ffi::PyExceptionInstance_Check(value.as_ptr()) } != 0 {
            // SAFETY: the check above says that it is an exception.
            unsafe { Self::caught(value) }
        } else {
            Self::type_error(value.py(), "exceptions must derive from BaseException")
        }
    }

    /// A `TypeError`.
    pub fn type_error<'py>(py: impl GilToken<'py>, message: &str) -> Self {
        // SAFETY: a static that is set while the interpreter lives.
        let kind = unsafe { ffi::PyExc_TypeError };
        // SAFETY: as above; an exception type.
        unsafe { Self::builtin(py.python(), kind, message) }
    }

    /// A `ValueError`.
    pub fn value_error<'py>(py: impl GilToken<'py>, message: &str) -> Self {
        // SAFETY: a static that is set while the interpreter lives.
        let kind = unsafe { ffi::PyExc_ValueError };
        // SAFETY: as above; an exception type.
        unsafe { Self::builtin(py.python(), kind, message) }
    }

    /// A `RuntimeError`.
    pub fn runtime_error<'py>(py: impl GilToken<'py>, message: &str) -> Self {
        // SAFETY: a static that is set while the interpreter lives.
        let kind = unsafe { ffi::PyExc_RuntimeError };
        // SAFETY: as above; an exception type.
        unsafe { Self::builtin(py.python(), kind, message) }
    }

    pub(crate) fn import_error(py: Python<'_>, message: &str) -> Self {
        // SAFETY: a static that is set while the interpreter lives.
        let kind = unsafe { ffi::PyExc_ImportError };
        // SAFETY: as above; an exception type.
        unsafe { Self::builtin(py, kind, message) }
    }

    pub(crate) fn overflow_error(py: Python<'_>, message: &str) -> Self {
        // SAFETY: a static that is set while the interpreter lives.
        let kind = unsafe { ffi::PyExc_OverflowError };
        // SAFETY: as above; an exception type.
        unsafe { Self::builtin(py, kind, message) }
    }

    fn system_error(py: Python<'_>, message: &str) -> Self {
        // SAFETY: a static that is set while the interpreter lives.
        let kind = unsafe { ffi::PyExc_SystemError };
        // SAFETY: as above; an exception type.
        unsafe { Self::builtin(py, kind, message) }
    }

    /// # Safety
    ///
    /// `kind` points to a live exception type.
    unsafe fn builtin(py: Python<'_>, kind: *mut ffi::PyObject, message: &str) -> Self {
        // Not by `new`, which takes any message that can be converted, and so stands above this file.
        // SAFETY: attached, by the token; pointer and length are of UTF-8 text. A new reference to a `str`,
        // or null with an exception.
        let message = unsafe {
            ffi::PyUnicode_FromStringAndSize(message.as_ptr().cast(), position(message.len()))
        };
        // SAFETY: as above; null is out of memory only.
        let message = unsafe { Bound::from_owned_ptr(py, message) };
        let end_of_arguments = ptr::null_mut::<ffi::PyObject>();
        // SAFETY: attached; the type is alive by the caller's promise. A new reference, or null with an
        // exception.
        let value = run_python(|| unsafe {
            ffi::PyObject_CallFunctionObjArgs(kind, message.as_ptr(), end_of_arguments)
        });
        // SAFETY: as above.
        match unsafe { Bound::from_owned_ptr_or_opt(py, value) } {
            Some(value) => Self::from_value(value),
            None => Self::fetch(py),
        }
    }

    /// # Safety
    ///
    /// `value` is an instance of `BaseException`.
    unsafe fn caught(value: Bound<'_, PyAny>) -> Self {
        let name = type_name(&value);
        let text = match text::str(&value) {
            Some(message) if message.is_empty() => name,
            Some(message) => format!("{name}: {message}"),
            None => format!("{name}: <exception str() failed>"),
        };
        Self {
            value: Exception::new(value.unbind()),
            text: text.into_boxed_str(),
        }
    }

    /// The exception object.
    pub fn value<'py>(&self, py: impl GilToken<'py>) -> &Bound<'py, PyAny> {
        self.value.bind(py)
    }

    /// The exception object, by value.
    pub fn into_value(self) -> Py<PyAny> {
        self.value.into_py()
    }

    /// The exception's type.
    pub fn get_type<'py>(&self, py: impl GilToken<'py>) -> Bound<'py, PyType> {
        self.value(py).get_type()
    }

    /// Whether `except kind:` would catch it. `kind` is an exception type, or a tuple of them.
    pub fn matches<'py>(&self, kind: &Bound<'py, PyAny>) -> bool {
        // SAFETY: attached, by the token in `kind`; both objects are alive.
        unsafe { ffi::PyErr_GivenExceptionMatches(self.value.as_ptr(), kind.as_ptr()) != 0 }
    }

    /// The traceback: a `traceback` object of Python, for its module `traceback`.
    pub fn traceback<'py>(&self, py: impl GilToken<'py>) -> Option<Bound<'py, PyAny>> {
        let py = py.python();
        // SAFETY: attached; the value is an exception. A new reference, or null.
        let traceback = unsafe { ffi::PyException_GetTraceback(self.value.as_ptr()) };
        // SAFETY: as above.
        unsafe { Bound::from_owned_ptr_or_opt(py, traceback) }
    }

    /// A new reference to the same exception.
    #[must_use]
    pub fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        Self {
            value: Exception::new(self.value.clone_ref(py)),
            text: self.text.clone(),
        }
    }

    /// Makes it the pending exception again. A function that CPython calls does this before it returns
    /// null.
    #[doc(alias("PyErr_SetRaisedException", "PyErr_Restore"))]
    pub fn restore<'py>(self, py: impl GilToken<'py>) {
        // SAFETY: the reference is given up.
        let value = unsafe { Owned::from_ptr(py.python(), self.value.into_py().into_ptr()) };
        if let Some(value) = value {
            // SAFETY: `value` is an exception, as the field says.
            unsafe { interpreter::restore(value) };
        }
    }

    /// Prints it with its traceback to Python's `sys.stderr`, by `sys.excepthook`, as `python` does for
    /// an exception that its script does not catch. Also as there, **a `SystemExit` is not printed: it
    /// ends the process**.
    pub fn print<'py>(self, py: impl GilToken<'py>) {
        self.restore(py);
        // SAFETY: attached, and an exception is pending. 0: leaves `sys.last_value` alone.
        run_python(|| unsafe { ffi::PyErr_PrintEx(0) });
    }

    /// Passes it to Python's `sys.unraisablehook`, for an exception that can't be returned to a caller.
    /// `object` is what raised it.
    pub fn write_unraisable<'py>(self, py: impl GilToken<'py>, object: Option<&Bound<'py, PyAny>>) {
        self.restore(py);
        // SAFETY: attached, and an exception is pending; the pointer may be null.
        run_python(|| unsafe {
            ffi::PyErr_WriteUnraisable(object.map_or(ptr::null_mut(), Bound::as_ptr));
        });
    }
}

impl GilClone for PyErr {
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        self.clone_ref(py)
    }
}

impl GilDrop for PyErr {
    fn drop_ref<'py>(self, py: impl GilToken<'py>) {
        self.value.into_py().drop_ref(py);
    }
}

/// The exception's type and message when it was caught.
impl fmt::Display for PyErr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The exception's type and message when it was caught, and its address.
impl fmt::Debug for PyErr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PyErr")
            .field("text", &self.text)
            .field("value", &*self.value)
            .finish()
    }
}

impl Error for PyErr {}
