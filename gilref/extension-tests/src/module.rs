//! The module: makes this crate's functions callable from Python.

use std::ffi::{CStr, c_void};
use std::ptr;

use gilref::types::{PyAny, PyInt};
use gilref::{Borrowed, Bound, PyResult, Python, pool};
use pyo3_ffi as ffi;

use crate::late::{self, What};

type Function = for<'py> fn(Python<'py>, &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>>;

/// A function of one argument. Panics abort: Python can't be told about a broken promise any
/// better.
macro_rules! method {
    ($name:literal, $function:expr) => {{
        unsafe extern "C" fn call(
            _: *mut ffi::PyObject,
            argument: *mut ffi::PyObject,
        ) -> *mut ffi::PyObject {
            let function: Function = $function;
            // SAFETY: CPython calls its functions attached.
            let py = unsafe { Python::assume_attached() };
            // SAFETY: with `METH_O` an object that lives for the length of the call.
            let argument = unsafe { Borrowed::from_ptr(py, argument) };
            match function(py, &argument) {
                Ok(object) => object.into_ptr(),
                Err(error) => {
                    error.restore(py);
                    ptr::null_mut()
                }
            }
        }
        ffi::PyMethodDef {
            ml_name: $name.as_ptr(),
            ml_meth: ffi::PyMethodDefPointer { PyCFunction: call },
            ml_flags: ffi::METH_O,
            ml_doc: ptr::null(),
        }
    }};
}

fn init() -> *mut ffi::PyObject {
    // Leaked: one for each time that a process imports this.
    let methods = Box::leak(Box::new([
        method!(c"bounce", crate::bounce),
        method!(c"drop_on_a_thread", crate::drop_on_a_thread),
        method!(c"holder", crate::holder),
        method!(c"register_exit", |py, _| {
            py.register_exit()?;
            Ok(py.none())
        }),
        method!(c"initialize_detached", |py, _| {
            py.detach(Python::initialize);
            Ok(py.none())
        }),
        method!(c"set_nudge", |py, on| {
            pool::set_nudge(on.is_truthy()?);
            Ok(py.none())
        }),
        method!(c"drain", |py, _| number(py, pool::drain(py) as u64)),
        method!(c"pending", |py, _| number(py, pool::stats().pending)),
        method!(c"try_attach_to_the_end", |py, object| late::start(
            py,
            object,
            What::TryAttach
        )),
        method!(c"attach_to_the_end", |py, object| late::start(
            py,
            object,
            What::Attach
        )),
        method!(c"drop_to_the_end", |py, object| late::start(
            py,
            object,
            What::Drop
        )),
        method!(c"wait_for_some_turns", late::wait_for_some_turns),
        method!(c"join_at_exit", late::join_at_exit),
        ffi::PyMethodDef::zeroed(),
    ]));
    let definition = Box::leak(Box::new(ffi::PyModuleDef {
        m_base: ffi::PyModuleDef_HEAD_INIT,
        m_name: c"gilref_extension".as_ptr(),
        m_doc: ptr::null(),
        m_size: -1,
        m_methods: methods.as_mut_ptr(),
        m_slots: ptr::null_mut(),
        m_traverse: None,
        m_clear: None,
        m_free: None,
    }));
    // SAFETY: attached, as an import is, and the definition is complete.
    let module = unsafe { ffi::PyModule_Create(definition) };
    #[cfg(Py_GIL_DISABLED)]
    // SAFETY: attached; a module, or null, which it refuses.
    unsafe {
        ffi::PyUnstable_Module_SetGIL(module, ffi::Py_MOD_GIL_NOT_USED)
    };
    module
}

#[unsafe(no_mangle)]
extern "C" fn PyInit_one() -> *mut ffi::PyObject {
    init()
}

#[unsafe(no_mangle)]
extern "C" fn PyInit_other() -> *mut ffi::PyObject {
    init()
}

fn number(py: Python<'_>, number: u64) -> PyResult<Bound<'_, PyAny>> {
    Ok(PyInt::new(py, number)?.into_any())
}

const NAME: &CStr = c"gilref_extension.held";

struct Held<T> {
    value: T,
    destroy: fn(Python<'_>, T),
}

/// A Python object that owns a value, and what is done with it when the object is destroyed.
pub(crate) fn capsule<T>(
    py: Python<'_>,
    value: T,
    destroy: fn(Python<'_>, T),
) -> PyResult<Bound<'_, PyAny>> {
    unsafe extern "C" fn destructor<T>(capsule: *mut ffi::PyObject) {
        // SAFETY: CPython destroys attached.
        let py = unsafe { Python::assume_attached() };
        // SAFETY: the capsule that is being destroyed.
        let held: *mut c_void = unsafe { ffi::PyCapsule_GetPointer(capsule, NAME.as_ptr()) };
        // SAFETY: from the box below, and the capsule had the only pointer.
        let held: Box<Held<T>> = unsafe { Box::from_raw(held.cast()) };
        (held.destroy)(py, held.value);
    }
    let held = Box::into_raw(Box::new(Held { value, destroy }));
    // SAFETY: not null, and the name is static.
    let capsule = unsafe { ffi::PyCapsule_New(held.cast(), NAME.as_ptr(), Some(destructor::<T>)) };
    // SAFETY: a new reference, or null with an exception.
    unsafe { Bound::from_owned_ptr_or_err(py, capsule) }
}
