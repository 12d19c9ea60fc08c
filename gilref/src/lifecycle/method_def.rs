//! [`MethodDef`]: a Rust function as a Python function, for CPython to call.

use std::ffi::{CStr, c_int};
use std::ptr;

use pyo3_ffi as ffi;

use crate::interpreter::{Owned, run_python};
use crate::token::Python;

/// A `PyMethodDef` that is never written to.
pub(super) struct MethodDef(ffi::PyMethodDef);

// SAFETY: immutable, and its pointers are to statics.
unsafe impl Sync for MethodDef {}

impl MethodDef {
    pub(super) const fn new(
        name: &'static CStr,
        function: ffi::PyMethodDefPointer,
        flags: c_int,
    ) -> Self {
        Self(ffi::PyMethodDef {
            ml_name: name.as_ptr(),
            ml_meth: function,
            ml_flags: flags,
            ml_doc: ptr::null(),
        })
    }

    /// A Python function with `owned` as its `self`, which is destroyed with it. `None` with an
    /// exception.
    pub(super) fn function<'py>(
        &'static self,
        py: Python<'py>,
        owned: &Owned<'py>,
    ) -> Option<Owned<'py>> {
        let definition = (&raw const self.0).cast_mut();
        // SAFETY: attached; the definition is static, as it must outlive the function object, which
        // takes a reference of its own to `owned`.
        let function = run_python(|| unsafe {
            ffi::PyCFunction_NewEx(definition, owned.as_ptr(), ptr::null_mut())
        });
        // SAFETY: a new reference, or null with an exception.
        unsafe { Owned::from_ptr(py, function) }
    }
}

/// A reference to `None`, for a function to return.
pub(super) fn none(_py: Python<'_>) -> *mut ffi::PyObject {
    // SAFETY: a static that is there while the interpreter lives.
    let none = unsafe { ffi::Py_None() };
    // SAFETY: attached, and alive.
    unsafe { ffi::Py_INCREF(none) };
    none
}
