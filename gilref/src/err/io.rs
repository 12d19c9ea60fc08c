//! I/O errors: turns `io::Error` into the `OSError`, or its subclass, that Python would raise.

use std::io::{self, ErrorKind};

use pyo3_ffi as ffi;

use crate::conversion::CallArgs;
use crate::{Py, PyErr, Python};

/// So that `?` works on files and sockets in a function that returns a [`PyResult`](crate::PyResult).
///
/// An error of the operating system becomes the exception that Python raises for the same error number, with
/// that number as its `errno`: `FileNotFoundError`, `PermissionError` and so on, or `OSError` itself. If the
/// error has no number, its kind chooses the class. If it was made from a [`PyErr`] by [`io::Error::other`],
/// the result is that `PyErr`.
///
/// # Cost
///
/// Only Python can make an exception, so a detached thread [attaches](Python::attach) for it. Where that is
/// unwanted, keep the `io::Error` until the thread is attached.
///
/// # Panics
///
/// On a detached thread that can't attach. The panic's text contains the error's.
///
/// # Example
///
/// ```
/// # use gilref::{PyResult, Python};
/// fn settings(py: Python<'_>) -> PyResult<String> {
///     Ok(std::fs::read_to_string("no such file")?)
/// }
///
/// # Python::initialize();
/// let error = Python::attach(settings).unwrap_err();
/// assert!(error.to_string().starts_with("FileNotFoundError: [Errno 2]"));
/// ```
impl From<io::Error> for PyErr {
    #[track_caller]
    fn from(error: io::Error) -> Self {
        let error = match error.downcast::<PyErr>() {
            Ok(raised) => return raised,
            Err(error) => error,
        };
        match Python::try_attach(|py| os_error(py, &error)) {
            Ok(raised) => raised,
            Err(refused) => panic!("no Python exception can be made of \"{error}\": {refused}"),
        }
    }
}

fn os_error(py: Python<'_>, error: &io::Error) -> PyErr {
    let text = error.to_string();
    match error.raw_os_error() {
        Some(code) => {
            // `OSError` writes the code before the text.
            let suffix = format!(" (os error {code})");
            let text = text.strip_suffix(&suffix).unwrap_or(&text);
            // SAFETY: a static that is set while the interpreter lives.
            let kind = unsafe { ffi::PyExc_OSError };
            // When it is called with a code, `OSError` returns an instance of the right subclass.
            if cfg!(windows) {
                // The fourth argument is a Windows error code. Python computes `errno` from it and ignores the
                // first argument.
                let args = (0, text, py.none(), code);
                // SAFETY: an exception type of CPython's.
                unsafe { call(py, kind, args) }
            } else {
                // SAFETY: as above.
                unsafe { call(py, kind, (code, text)) }
            }
        }
        // SAFETY: `class_of` gives an exception type of CPython's.
        None => unsafe { call(py, class_of(error.kind()), (text,)) },
    }
}

/// `kind(*args)`.
///
/// # Safety
///
/// `kind` points to a live exception type.
unsafe fn call<'py>(py: Python<'py>, kind: *mut ffi::PyObject, args: impl CallArgs<'py>) -> PyErr {
    // SAFETY: the caller's promise.
    let kind = unsafe { Py::from_borrowed_ptr(py, kind) };
    PyErr::from_call(kind.bind(py), args)
}

/// One of CPython's exception types, borrowed.
fn class_of(kind: ErrorKind) -> *mut ffi::PyObject {
    macro_rules! classes {
        ($($kind:ident => $class:ident,)*) => {
            match kind {
                // SAFETY: statics that are set while the interpreter lives.
                $(ErrorKind::$kind => unsafe { ffi::$class },)*
                // SAFETY: as above.
                _ => unsafe { ffi::PyExc_OSError },
            }
        };
    }
    classes! {
        AlreadyExists => PyExc_FileExistsError,
        BrokenPipe => PyExc_BrokenPipeError,
        ConnectionAborted => PyExc_ConnectionAbortedError,
        ConnectionRefused => PyExc_ConnectionRefusedError,
        ConnectionReset => PyExc_ConnectionResetError,
        Interrupted => PyExc_InterruptedError,
        IsADirectory => PyExc_IsADirectoryError,
        NotADirectory => PyExc_NotADirectoryError,
        NotFound => PyExc_FileNotFoundError,
        PermissionDenied => PyExc_PermissionError,
        TimedOut => PyExc_TimeoutError,
        WouldBlock => PyExc_BlockingIOError,
    }
}
