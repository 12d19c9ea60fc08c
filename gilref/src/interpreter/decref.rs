//! Decrement: takes back a reference, as `Py_DECREF`, which does not know that CPython may end the thread in
//! the destructor of an object.

use std::hint::black_box;

use pyo3_ffi as ffi;

use super::parked::run_python;

/// Takes back a reference. If CPython ends the thread in the object's destructor, the thread is parked.
///
/// # Safety
///
/// Attached; the object is alive, and a reference to it is owned and given up with this call.
#[inline]
pub(crate) unsafe fn decref(object: *mut ffi::PyObject) {
    /// By its ABI nothing unwinds out of it, so that a caller needs no code for that.
    #[inline(never)]
    unsafe extern "C" fn release(object: *mut ffi::PyObject) {
        // SAFETY: the caller's promise.
        unsafe { destroy_or_park(object) };
    }

    /// A function of its own: where CPython ends a thread, destructors in one of C's ABI are skipped.
    #[inline(never)]
    unsafe fn destroy_or_park(object: *mut ffi::PyObject) {
        // SAFETY: the caller's promise.
        run_python(move || unsafe { destroy(object) });
    }

    // SAFETY: the caller's promise.
    if unsafe { is_last(object) } {
        // SAFETY: it was the last.
        unsafe { release(object) };
    }
}

/// As [`decref`], many times, for a caller that has something to do before the thread is parked.
#[derive(Clone, Copy)]
pub(crate) struct Decrement {
    destroy: unsafe fn(*mut ffi::PyObject),
}

impl Decrement {
    /// The compiler must not know that what is called is declared as such that does not unwind.
    pub(crate) fn that_may_unwind() -> Self {
        Self {
            destroy: black_box(destroy as unsafe fn(*mut ffi::PyObject)),
        }
    }

    /// # Safety
    ///
    /// As for [`decref`].
    #[inline]
    pub(crate) unsafe fn run(self, object: *mut ffi::PyObject) {
        // SAFETY: the caller's promise.
        if unsafe { is_last(object) } {
            // SAFETY: it was the last.
            unsafe { (self.destroy)(object) };
        }
    }
}

/// Takes back a reference. Returns whether it was the last: then the object is to be destroyed.
///
/// # Safety
///
/// As for [`decref`].
#[cfg(not(any(Py_3_12, Py_LIMITED_API, py_sys_config = "Py_REF_DEBUG")))]
#[inline]
unsafe fn is_last(object: *mut ffi::PyObject) -> bool {
    // SAFETY: alive, and nobody else changes the count while this thread is attached.
    let count = unsafe { &mut (*object).ob_refcnt };
    *count -= 1;
    *count == 0
}

/// Destroys an object whose last reference was taken back.
///
/// # Safety
///
/// [`is_last`] has just said so.
#[cfg(not(any(Py_3_12, Py_LIMITED_API, py_sys_config = "Py_REF_DEBUG")))]
unsafe fn destroy(object: *mut ffi::PyObject) {
    // There is no public function for it. So the last reference is taken back once more.
    // SAFETY: the caller's promise.
    unsafe { (*object).ob_refcnt = 1 };
    // SAFETY: the caller's promise.
    unsafe { ffi::Py_DecRef(object) };
}

/// As above. But here what may be the last reference is left to [`destroy`].
///
/// # Safety
///
/// As for [`decref`].
#[cfg(any(Py_3_12, Py_LIMITED_API, py_sys_config = "Py_REF_DEBUG"))]
#[inline]
unsafe fn is_last(object: *mut ffi::PyObject) -> bool {
    // From 3.14 on CPython ends no thread. Without a GIL, the other references may be gone by the time the
    // count is known.
    // SAFETY: the caller's promise.
    let may_be_last =
        cfg!(not(Py_3_14)) && (cfg!(Py_GIL_DISABLED) || unsafe { ffi::Py_REFCNT(object) } == 1);
    if !may_be_last {
        // SAFETY: the caller's promise.
        unsafe { ffi::Py_DECREF(object) };
    }
    may_be_last
}

/// Takes back what may be the last reference.
///
/// # Safety
///
/// [`is_last`] has just said so.
#[cfg(any(Py_3_12, Py_LIMITED_API, py_sys_config = "Py_REF_DEBUG"))]
unsafe fn destroy(object: *mut ffi::PyObject) {
    // SAFETY: the caller's promise.
    unsafe { ffi::Py_DecRef(object) };
}
