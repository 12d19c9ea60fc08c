//! `PyErr`: Python exceptions in Rust.

mod common;

use std::error::Error;
use std::io;
use std::thread;

use common::object;
use gilref::types::{PyDict, PyString, PyType};
use gilref::{PyErr, PyResult, Python};

fn attached(test: impl for<'py> FnOnce(Python<'py>)) {
    Python::initialize();
    Python::attach(|py| {
        test(py);
        assert!(PyErr::take(py).is_none(), "nothing is left pending");
    });
}

#[track_caller]
fn raised(py: Python<'_>, code: &str) -> PyErr {
    // A namespace of its own: the tests run side by side in one interpreter.
    py.run(code, Some(&PyDict::new(py)), None).unwrap_err()
}

#[test]
fn the_text_is_type_and_message() {
    attached(|py| {
        assert_eq!(
            raised(py, "1 / 0").to_string(),
            "ZeroDivisionError: division by zero"
        );
        assert_eq!(raised(py, "raise KeyError").to_string(), "KeyError");
        let error = raised(py, "def f(: pass");
        assert!(error.to_string().starts_with("SyntaxError: "), "{error}");
    });
}

#[test]
fn a_str_that_raises_is_no_obstacle() {
    attached(|py| {
        let code = "class Bad(Exception):\n    def __str__(self): return 1 / 0\nraise Bad()";
        let error = raised(py, code);
        assert_eq!(error.to_string(), "Bad: <exception str() failed>");
        let code = "class Worse(Exception):\n    def __str__(self): raise self\nraise Worse()";
        assert_eq!(
            raised(py, code).to_string(),
            "Worse: <exception str() failed>"
        );
    });
}

#[test]
fn a_type_name_that_raises_is_no_obstacle() {
    attached(|py| {
        let code = "
class Meta(type):
    __name__ = property(lambda cls: 1 / 0)
class Bad(Exception, metaclass=Meta): pass
raise Bad('message')";
        assert_eq!(raised(py, code).to_string(), "<unnamed type>: message");
    });
}

#[test]
fn a_text_that_is_not_unicode_is_escaped() {
    attached(|py| {
        assert_eq!(
            raised(py, r"raise ValueError('\udc80')").to_string(),
            r"ValueError: \udc80"
        );
    });
}

#[test]
fn a_string_that_is_not_unicode_is_an_error() {
    attached(|py| {
        let text = py.eval(r"'\udc80'", None, None).unwrap();
        let error = text.extract::<String>().unwrap_err();
        assert!(
            error.to_string().starts_with("UnicodeEncodeError: "),
            "{error}"
        );
        let error = text.cast::<PyString>().unwrap().to_cow().unwrap_err();
        assert!(
            error.to_string().starts_with("UnicodeEncodeError: "),
            "{error}"
        );
        // `Display` can't return the exception, so it writes the type's name and passes the exception to Python's hook.
        py.run(
            "import sys; SEEN = []; sys.unraisablehook = SEEN.append",
            None,
            None,
        )
        .unwrap();
        assert_eq!(text.to_string(), "<unprintable str object>");
        assert_eq!(
            py.eval("len(SEEN)", None, None)
                .unwrap()
                .extract::<u8>()
                .unwrap(),
            1
        );
        py.run("sys.unraisablehook = sys.__unraisablehook__", None, None)
            .unwrap();
    });
}

#[test]
fn a_null_character_in_code_is_an_error() {
    attached(|py| {
        let words = "ValueError: source code string cannot contain null characters";
        assert_eq!(raised(py, "a = 1\0").to_string(), words);
        assert_eq!(py.eval("1\0", None, None).unwrap_err().to_string(), words);
    });
}

#[test]
fn the_text_needs_no_token_and_no_thread() {
    Python::initialize();
    let error = Python::attach(|py| raised(py, "raise ValueError('far away')"));
    let error = thread::spawn(move || {
        assert!(!Python::is_attached());
        assert_eq!(error.to_string(), "ValueError: far away");
        let debug = format!("{error:?}");
        assert!(
            debug.contains("ValueError: far away") && debug.contains("Py(0x"),
            "{debug}"
        );
        let error: Box<dyn Error + Send + Sync> = Box::new(error);
        error
    })
    .join()
    .unwrap();
    Python::attach(|_| drop(error));
}

#[test]
fn the_exception_is_normalised_and_has_its_traceback() {
    attached(|py| {
        // C code raises this as a type and a value that is not an exception yet.
        let error = py.eval("[].pop()", None, None).unwrap_err();
        let kind = error.get_type(py);
        assert_eq!(kind.name().unwrap().to_string(), "IndexError");
        assert!(error.value(py).is_instance(kind.as_any()).unwrap());
        let line = error.traceback(py).unwrap().getattr("tb_lineno").unwrap();
        assert_eq!(line.extract::<i32>().unwrap(), 1);
        assert!(
            PyErr::runtime_error(py, "never raised")
                .traceback(py)
                .is_none()
        );
    });
}

#[test]
fn restore_makes_it_pending_again_with_its_traceback() {
    attached(|py| {
        let error = raised(py, "1 / 0");
        let value = error.value(py).clone();
        error.restore(py);
        let error = PyErr::take(py).unwrap();
        assert!(error.value(py).is(&value));
        assert!(error.traceback(py).is_some());
        assert!(PyErr::take(py).is_none());
    });
}

#[test]
fn clone_ref_is_the_same_exception() {
    attached(|py| {
        let error = raised(py, "raise ValueError('twice')");
        let before = error.value(py).as_unbound().refcnt(py);
        let copy = error.clone_ref(py);
        assert!(copy.value(py).is(error.value(py)));
        assert_eq!(error.value(py).as_unbound().refcnt(py), before + 1);
        assert_eq!(copy.to_string(), error.to_string());
        drop(copy);
        assert_eq!(error.into_value().refcnt(py), before);
    });
}

#[test]
fn catching_keeps_one_reference() {
    attached(|py| {
        let exception = py.eval("ValueError('counted')", None, None).unwrap();
        let before = exception.as_unbound().refcnt(py);
        let error = PyErr::from_value(exception.clone());
        assert_eq!(exception.as_unbound().refcnt(py), before + 1);
        error.restore(py);
        let error = PyErr::fetch(py);
        assert_eq!(exception.as_unbound().refcnt(py), before + 1);
        drop(error);
        assert_eq!(exception.as_unbound().refcnt(py), before);
    });
}

#[test]
fn what_is_no_exception_becomes_a_type_error() {
    attached(|py| {
        let error = PyErr::from_value(object(py).into_bound(py));
        assert_eq!(
            error.to_string(),
            "TypeError: exceptions must derive from BaseException"
        );
        let int = py.eval("int", None, None).unwrap();
        let error = PyErr::new(int.cast::<PyType>().unwrap(), "7");
        assert_eq!(
            error.to_string(),
            "TypeError: exceptions must derive from BaseException"
        );
        let error = PyErr::new(int.cast::<PyType>().unwrap(), "no number");
        assert!(
            error.to_string().starts_with("ValueError: invalid literal"),
            "{error}"
        );
    });
}

#[test]
fn an_error_without_an_exception_is_a_system_error() {
    attached(|py| {
        assert!(PyErr::take(py).is_none());
        assert!(PyErr::fetch(py).to_string().starts_with("SystemError: "));
    });
}

#[test]
fn matches_is_what_except_does() {
    attached(|py| -> () {
        let error = raised(py, "{}['key']");
        let eval = |code| py.eval(code, None, None).unwrap();
        assert!(error.matches(&eval("KeyError")));
        assert!(error.matches(&eval("(ValueError, LookupError)")));
        assert!(!error.matches(&eval("ValueError")));
    });
}

#[test]
fn print_goes_to_sys_stderr() {
    attached(|py| {
        py.run(
            "import io, sys; sys.stderr = OUT = io.StringIO()",
            None,
            None,
        )
        .unwrap();
        raised(py, "raise ValueError('printed')").print(py);
        py.run("sys.stderr = sys.__stderr__", None, None).unwrap();
        let out = py.eval("OUT.getvalue()", None, None).unwrap().to_string();
        assert!(
            out.contains("Traceback") && out.contains("ValueError: printed"),
            "{out}"
        );
    });
}

#[test]
fn question_mark_carries_casts_and_exceptions() {
    fn failing(py: Python<'_>) -> PyResult<String> {
        let number = py.eval("7", None, None)?;
        number.cast::<PyString>()?.to_rust()
    }
    attached(|py| {
        let error = failing(py).unwrap_err();
        assert_eq!(
            error.to_string(),
            "TypeError: 'int' object is not an instance of 'str'"
        );
    });
}

/// The class and the message of what `?` makes of an `io::Error`.
fn io_error(py: Python<'_>, error: io::Error) -> String {
    // Raised and caught again, so that Python has accepted it as an exception.
    PyErr::from(error).restore(py);
    PyErr::fetch(py).to_string()
}

#[test]
#[cfg(unix)]
fn an_os_error_becomes_what_python_raises_for_its_code() {
    attached(|py| {
        for code in [
            libc::ENOENT,
            libc::EACCES,
            libc::EPIPE,
            libc::EAGAIN,
            libc::ENOTDIR,
            libc::ENOSPC,
        ] {
            let error = PyErr::from(io::Error::from_raw_os_error(code));
            let expected = py
                .import("os")
                .unwrap()
                .call_method1("strerror", (code,))
                .unwrap();
            let expected = py
                .eval("OSError", None, None)
                .unwrap()
                .call1((code, expected))
                .unwrap();
            assert_eq!(error.to_string(), PyErr::from_value(expected).to_string());
            assert_eq!(
                error
                    .value(py)
                    .getattr("errno")
                    .unwrap()
                    .extract::<i32>()
                    .unwrap(),
                code
            );
        }
    });
}

#[test]
fn an_io_error_without_a_code_becomes_the_class_of_its_kind() {
    use io::ErrorKind;
    attached(|py| {
        let text = |kind| io_error(py, io::Error::new(kind, "why"));
        assert_eq!(text(ErrorKind::NotFound), "FileNotFoundError: why");
        assert_eq!(text(ErrorKind::PermissionDenied), "PermissionError: why");
        assert_eq!(text(ErrorKind::AlreadyExists), "FileExistsError: why");
        assert_eq!(text(ErrorKind::WouldBlock), "BlockingIOError: why");
        assert_eq!(text(ErrorKind::BrokenPipe), "BrokenPipeError: why");
        assert_eq!(
            text(ErrorKind::ConnectionReset),
            "ConnectionResetError: why"
        );
        assert_eq!(
            text(ErrorKind::ConnectionRefused),
            "ConnectionRefusedError: why"
        );
        assert_eq!(
            text(ErrorKind::ConnectionAborted),
            "ConnectionAbortedError: why"
        );
        assert_eq!(text(ErrorKind::Interrupted), "InterruptedError: why");
        assert_eq!(text(ErrorKind::TimedOut), "TimeoutError: why");
        assert_eq!(text(ErrorKind::IsADirectory), "IsADirectoryError: why");
        assert_eq!(text(ErrorKind::NotADirectory), "NotADirectoryError: why");
        assert_eq!(text(ErrorKind::UnexpectedEof), "OSError: why");
        assert_eq!(
            io_error(py, ErrorKind::NotFound.into()),
            "FileNotFoundError: entity not found"
        );
    });
}

#[test]
fn an_exception_comes_out_of_an_io_error_as_it_went_in() {
    attached(|py| {
        let error = raised(py, "1 / 0");
        let value = error.value(py).clone();
        let error = PyErr::from(io::Error::other(error));
        assert!(error.value(py).is(&value));
    });
}

#[test]
fn an_io_error_is_converted_on_a_detached_thread_too() {
    Python::initialize();
    let error = PyErr::from(io::Error::other("far away"));
    assert!(!Python::is_attached());
    assert_eq!(error.to_string(), "OSError: far away");
}

#[test]
#[cfg(not(feature = "auto-initialize"))]
fn an_io_error_that_no_exception_can_be_made_of_is_in_the_panic() {
    let output = common::in_child(
        "an_io_error_that_no_exception_can_be_made_of_is_in_the_panic",
        || drop(PyErr::from(io::Error::other("the reason"))),
    );
    let text = common::text(&output);
    assert!(!output.status.success(), "{text}");
    assert!(
        text.contains("no Python exception can be made of \"the reason\": "),
        "{text}"
    );
}
