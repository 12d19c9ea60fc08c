//! Sub-interpreters, which are not supported: refused, and no harm to the main one.

use std::mem::ManuallyDrop;
use std::panic::catch_unwind;
use std::thread;

use gilref::{Python, pool};
use pyo3_ffi as ffi;

use crate::common::{assert_success, deaths, exit_callbacks, finalize, in_child, text, witness};

#[test]
fn a_sub_interpreter_is_refused_and_drains_nothing() {
    let output = in_child(
        "sub_interpreter::a_sub_interpreter_is_refused_and_drains_nothing",
        || {
            pool::set_nudge(false);
            // Not by gilref, which would have its exit callback.
            // SAFETY: not initialized.
            unsafe { ffi::Py_InitializeEx(0) };
            // SAFETY: the thread that initialized the interpreter is attached.
            let py = unsafe { Python::assume_attached() };
            let (waiting, count) = witness(py);
            thread::spawn(|| drop(waiting)).join().unwrap();
            let before = exit_callbacks(py);
            // SAFETY: attached.
            let main = unsafe { ffi::PyThreadState_Get() };
            // SAFETY: attached.
            let sub = unsafe { ffi::Py_NewInterpreter() };
            assert!(!sub.is_null());

            // Forgotten: up to 3.11 gilref does not know that the thread is attached.
            let error = ManuallyDrop::new(py.register_exit().unwrap_err());
            assert!(error.to_string().contains("ImportError"), "{error:?}");
            assert!(error.to_string().contains("sub-interpreter"), "{error:?}");
            if cfg!(Py_3_12) {
                let panic = catch_unwind(Python::initialize).unwrap_err();
                let words = panic.downcast::<String>().unwrap();
                assert!(words.contains("sub-interpreter"), "{words}");
            }
            py.detach(|| ());
            assert_eq!(pool::drain(py), 0);
            assert!(pool::stats().pending > 0);

            // SAFETY: attached to it, with its only thread state.
            unsafe { ffi::Py_EndInterpreter(sub) };
            // SAFETY: detached; this thread's state in the main interpreter.
            unsafe { ffi::PyThreadState_Swap(main) };
            assert_eq!(exit_callbacks(py), before);
            py.register_exit().unwrap();
            assert_eq!(exit_callbacks(py), before + 1);
            assert!(pool::drain(py) > 0);
            assert_eq!(deaths(py, &count), 1);
            count.drop_ref(py);
            // SAFETY: attached.
            unsafe { ffi::PyEval_SaveThread() };
            finalize();
        },
    );
    assert_success(&output);
    // Once, where Python reports what nobody can catch.
    let words = "ImportError: gilref does not support sub-interpreters";
    let text = text(&output);
    assert_eq!(text.matches(words).count(), 1, "{text}");
}
