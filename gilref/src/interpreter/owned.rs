//! `Owned`: an owned reference on an attached thread, for the modules below [`Py`](crate::Py). It
//! has only what they need.

use std::marker::PhantomData;
use std::mem;
use std::ptr::NonNull;

use pyo3_ffi as ffi;

use super::decref::decref;
use crate::token::Python;

/// Owns one reference to an object, and releases it when dropped.
pub(crate) struct Owned<'py> {
    object: NonNull<ffi::PyObject>,
    attached: PhantomData<Python<'py>>,
}

impl<'py> Owned<'py> {
    /// `None` for null, which CPython returns with an exception or for "nothing there".
    ///
    /// # Safety
    ///
    /// `object` is null, or a reference that is owned and given up with this call.
    pub(crate) unsafe fn from_ptr(_py: Python<'py>, object: *mut ffi::PyObject) -> Option<Self> {
        Some(Self {
            object: NonNull::new(object)?,
            attached: PhantomData,
        })
    }

    pub(crate) fn as_ptr(&self) -> *mut ffi::PyObject {
        self.object.as_ptr()
    }

    /// Gives the reference to the caller.
    pub(crate) fn into_ptr(self) -> *mut ffi::PyObject {
        let object = self.as_ptr();
        mem::forget(self);
        object
    }
}

impl Drop for Owned<'_> {
    fn drop(&mut self) {
        // SAFETY: attached, by the token; this value owned the reference.
        unsafe { decref(self.as_ptr()) };
    }
}
