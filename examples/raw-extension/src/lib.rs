//! Topics that Python code subscribes to, on gilref and pyo3-ffi alone.
//!
//! What gilref leaves to its user is the way in: functions that CPython calls through C. They all
//! go through [`entry`], which is where a token comes from, where an error becomes an exception, and
//! where a panic is caught. The rest, in [`topics`], is safe code.

mod class;
mod entry;
mod topics;

use std::cell::UnsafeCell;
use std::ffi::{c_int, c_void};
use std::ptr;

use gilref::types::{PyAny, PyModule};
use gilref::{Borrowed, Python, pool};
use pyo3_ffi as ffi;

use entry::{ForC, entry, returned};

/// What CPython looks for when the module is imported.
#[unsafe(no_mangle)]
pub extern "C" fn PyInit_gilref_topics() -> *mut ffi::PyObject {
    // SAFETY: called attached, and the definition is static and written to by CPython only.
    unsafe { ffi::PyModuleDef_Init(MODULE.0.get()) }
}

/// A static that CPython writes to, while it is attached.
struct Definition(UnsafeCell<ffi::PyModuleDef>);

// SAFETY: Rust only takes its address.
unsafe impl Sync for Definition {}

static MODULE: Definition = Definition(UnsafeCell::new(ffi::PyModuleDef {
    m_base: ffi::PyModuleDef_HEAD_INIT,
    m_name: c"gilref_topics".as_ptr(),
    m_doc: c"Topics to subscribe to and to publish to.".as_ptr(),
    m_size: 0,
    m_methods: (&raw const FUNCTIONS.0).cast_mut().cast(),
    m_slots: (&raw const SLOTS.0).cast_mut().cast(),
    m_traverse: None,
    m_clear: None,
    m_free: None,
}));

static SLOTS: ForC<[ffi::PyModuleDef_Slot; 2]> = ForC([
    ffi::PyModuleDef_Slot {
        slot: ffi::Py_mod_exec,
        value: exec as *mut c_void,
    },
    ffi::PyModuleDef_Slot {
        slot: 0,
        value: ptr::null_mut(),
    },
]);

static FUNCTIONS: ForC<[ffi::PyMethodDef; 3]> = ForC([
    ffi::PyMethodDef {
        ml_name: c"deferred".as_ptr(),
        ml_meth: ffi::PyMethodDefPointer {
            PyCFunction: deferred,
        },
        ml_flags: ffi::METH_NOARGS,
        ml_doc: c"How many references were dropped on detached threads so far.".as_ptr(),
    },
    ffi::PyMethodDef {
        ml_name: c"panic".as_ptr(),
        ml_meth: ffi::PyMethodDefPointer { PyCFunction: fail },
        ml_flags: ffi::METH_O,
        ml_doc: c"Panics: what a bug in Rust looks like from Python.".as_ptr(),
    },
    ffi::PyMethodDef::zeroed(),
]);

/// Fills the new module.
unsafe extern "C" fn exec(module: *mut ffi::PyObject) -> c_int {
    let body = |py: Python<'_>| {
        py.register_exit()?;
        // SAFETY: CPython lends the module for the length of the call.
        let module = unsafe { Borrowed::<PyModule>::from_ptr(py, module) };
        module.add("Topics", class::new_type(py)?)?;
        Ok(0)
    };
    // SAFETY: CPython calls it attached.
    unsafe { entry(body) }
}

unsafe extern "C" fn deferred(_: *mut ffi::PyObject, _: *mut ffi::PyObject) -> *mut ffi::PyObject {
    // SAFETY: CPython calls it attached.
    unsafe { entry(|py| returned(py, pool::stats().deferred)) }
}

unsafe extern "C" fn fail(_: *mut ffi::PyObject, words: *mut ffi::PyObject) -> *mut ffi::PyObject {
    let body = |py: Python<'_>| {
        // SAFETY: CPython lends the argument for the length of the call.
        let words = unsafe { Borrowed::<PyAny>::from_ptr(py, words) };
        panic!("{words}")
    };
    // SAFETY: CPython calls it attached.
    unsafe { entry(body) }
}
