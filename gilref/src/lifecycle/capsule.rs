//! Capsules: Python objects of which only the destructor is used.

use std::ffi::CStr;

use pyo3_ffi as ffi;

use crate::interpreter::{Owned, run_python};
use crate::token::Python;

/// Makes one; `None` with an exception.
pub(super) fn capsule<'py>(
    py: Python<'py>,
    name: &'static CStr,
    destructor: ffi::PyCapsule_Destructor,
) -> Option<Owned<'py>> {
    // `PyCapsule_New` refuses null; any address does.
    let pointer = name.as_ptr().cast_mut().cast();
    // SAFETY: attached; the pointer is not null, and the name is static.
    let capsule =
        run_python(|| unsafe { ffi::PyCapsule_New(pointer, name.as_ptr(), Some(destructor)) });
    // SAFETY: a new reference, or null with an exception.
    unsafe { Owned::from_ptr(py, capsule) }
}
