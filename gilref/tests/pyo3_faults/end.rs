//! The interpreter's end, and the next one.

use std::panic::catch_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use pyo3::ffi;
use pyo3::prelude::PyAnyMethods;

use crate::common::{finalize, until};
use crate::side::{Side, function, with_destructor};
use crate::sides;

/// Neither by gilref, whose exit callback would be there for PyO3 too, nor by PyO3, which starts one
/// interpreter only.
fn start() {
    // SAFETY: there is no interpreter, and no other thread.
    unsafe { ffi::Py_InitializeEx(0) };
    // SAFETY: the thread that initialized the interpreter is attached.
    unsafe { ffi::PyEval_SaveThread() };
}

fn what_waited_is_released_in_the_next_interpreter<S: Side>() {
    static RAN: AtomicUsize = AtomicUsize::new(0);

    start();
    let reference = S::attach(|py| {
        let count = |_: gilref::Python<'_>| _ = RAN.fetch_add(1, Ordering::Relaxed);
        S::keep(with_destructor(py, count))
    });
    drop(reference);
    finalize();
    let ran_in_its_own = RAN.load(Ordering::Relaxed);

    start();
    S::attach(|py| py.run(c"pass", None, None).unwrap());

    assert_eq!(RAN.load(Ordering::Relaxed), ran_in_its_own);
    finalize();
}
sides!(#[ignore = "undefined behaviour"] what_waited_is_released_in_the_next_interpreter in end);

/// Up to 3.13.7 CPython ends a thread that wants the GIL then, by unwinding its stack.
fn the_end_comes_in_the_middle_of_a_drain<S: Side>() {
    static IN_DESTRUCTOR: AtomicUsize = AtomicUsize::new(0);

    gilref::Python::initialize();
    gilref::pool::set_nudge(false);
    // One thread for all of it: a free-threaded build destroys an object where it was made. Not joined: the
    // thread does not come back.
    thread::spawn(|| {
        let (reference, next) = S::attach(|py| {
            let computes = c"lambda began: type('D', (), {'__del__': lambda self: (began(), [None for _ in iter(int, 1)])})()";
            let began = function(py, |_| _ = IN_DESTRUCTOR.fetch_add(1, Ordering::Relaxed));
            let make = py.eval(computes, None, None).unwrap();
            let next = py.eval(c"[[]]", None, None).unwrap();
            (S::keep(make.call1((began,)).unwrap()), S::keep(next))
        });
        drop((reference, next));
        S::attach(|_| ());
    });
    until(|| IN_DESTRUCTOR.load(Ordering::Relaxed) == 1);
    finalize();
}

mod the_end_comes_in_the_middle_of_a_drain {
    use crate::ends_well;
    use crate::side::Both;

    #[test]
    fn gilrefs_py_and_attach_have_not() {
        let name = "end::the_end_comes_in_the_middle_of_a_drain::gilrefs_py_and_attach_have_not";
        ends_well(name, super::the_end_comes_in_the_middle_of_a_drain::<Both>);
    }
}

/// The one that takes gilref's attach.
fn threads_attach_at_the_end<S: Side>() {
    gilref::Python::initialize();
    let attached = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let turn =
                    || S::attach(|py| drop(S::keep(py.eval(c"object()", None, None).unwrap())));
                while catch_unwind(turn).is_ok() {
                    attached.fetch_add(1, Ordering::Relaxed);
                }
                assert!(S::is_over());
            });
        }
        until(|| attached.load(Ordering::Relaxed) > 100);
        finalize();
    });
}

mod threads_attach_at_the_end {
    use crate::side::{Both, Plain};
    use crate::{ends_badly, ends_well};

    #[test]
    #[ignore = "a race"]
    fn pyo3_has_it() {
        let name = "end::threads_attach_at_the_end::pyo3_has_it";
        ends_badly(name, super::threads_attach_at_the_end::<Plain>);
    }

    #[test]
    fn gilrefs_py_and_attach_have_not() {
        let name = "end::threads_attach_at_the_end::gilrefs_py_and_attach_have_not";
        ends_well(name, super::threads_attach_at_the_end::<Both>);
    }
}

/// The exit callback releases what waits. It must be there as soon as there is a reference that may wait.
mod a_reference_that_python_gave_registers_the_exit_callback {
    use gilref::for_pyo3::Py;
    use pyo3::prelude::*;
    use pyo3::types::PyList;

    use super::start;
    use crate::common::exit_callbacks;
    use crate::ends_well;

    #[pyclass]
    struct Class;

    /// Makes a reference where gilref has registered nothing yet.
    fn registers<T>(make: impl FnOnce(Python<'_>) -> Py<T>) {
        start();
        Python::attach(|py| {
            let before = exit_callbacks(py.into());
            let reference = make(py);
            assert_eq!(exit_callbacks(py.into()), before + 1);
            drop(reference);
        });
    }

    macro_rules! tests {
        ($($name:ident: $make:expr;)*) => {$(
            #[test]
            fn $name() {
                const NAME: &str = concat!(
                    "end::a_reference_that_python_gave_registers_the_exit_callback::",
                    stringify!($name)
                );
                ends_well(NAME, || registers($make));
            }
        )*};
    }
    tests! {
        from_a_bound: |py| Py::from(PyList::empty(py));
        from_a_borrowed_one: |py| Py::from(PyList::empty(py).as_borrowed());
        extracted: |py| PyList::empty(py).extract::<Py<PyAny>>().unwrap();
        from_a_class_that_is_borrowed: |py| Py::from(Bound::new(py, Class).unwrap().borrow());
        from_a_class_that_is_borrowed_mutably: |py| Py::from(Bound::new(py, Class).unwrap().borrow_mut());
        new: |py| Py::new(py, Class).unwrap();
    }
}
