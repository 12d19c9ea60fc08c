//! `Exception`: the reference in a `PyErr`. If it is dropped detached, it waits in the pool under every policy.

use std::mem::ManuallyDrop;
use std::ops::Deref;
use std::ptr::NonNull;

use crate::types::PyAny;
use crate::{Py, Python, pool};

/// A reference to an exception.
pub(super) struct Exception(ManuallyDrop<Py<PyAny>>);

impl Exception {
    pub(super) fn new(value: Py<PyAny>) -> Self {
        Self(ManuallyDrop::new(value))
    }

    pub(super) fn into_py(self) -> Py<PyAny> {
        let mut this = ManuallyDrop::new(self);
        // SAFETY: taken once: the destructor of `this` does not run.
        unsafe { ManuallyDrop::take(&mut this.0) }
    }
}

impl Deref for Exception {
    type Target = Py<PyAny>;

    fn deref(&self) -> &Py<PyAny> {
        &self.0
    }
}

impl Drop for Exception {
    fn drop(&mut self) {
        // SAFETY: taken once, because this is the destructor.
        let value = unsafe { ManuallyDrop::take(&mut self.0) };
        // An error that leaves an attach by `?` is dropped detached. That is what errors are for, and no
        // mistake to end the process for.
        if !Python::is_attached() {
            if let Some(object) = NonNull::new(value.into_ptr()) {
                pool::defer_detached(object);
            }
        }
    }
}
