//! Immortal objects: those whose reference count CPython does not use.

use std::ptr::NonNull;

use pyo3_ffi as ffi;

/// Before 3.12 no object is immortal.
///
/// # Safety
///
/// None. See below.
#[cfg(not(any(Py_3_12, Py_LIMITED_API)))]
#[inline]
pub(crate) unsafe fn is_immortal(_object: NonNull<ffi::PyObject>) -> bool {
    false
}

/// Whether the object is immortal. May be asked on a detached thread. From 3.12 on `None`, small
/// integers and the like are. A module for the limited API may run on an older version, where no count
/// comes near to the mark.
///
/// # Safety
///
/// The object is alive: its interpreter exists, and the caller owns a reference.
#[cfg(all(any(Py_3_12, Py_LIMITED_API), not(Py_GIL_DISABLED)))]
#[inline]
pub(crate) unsafe fn is_immortal(object: NonNull<ffi::PyObject>) -> bool {
    use std::sync::atomic::{AtomicU32, Ordering};

    // The lower half of the count: of 64 bits, the one that has the mark; of 32 bits, all.
    let half = usize::from(cfg!(all(
        target_endian = "big",
        target_pointer_width = "64"
    )));
    // SAFETY: the count is an object's first field in every version, aligned as a pointer.
    let count = unsafe { object.cast::<AtomicU32>().add(half) };
    // SAFETY: alive, by the caller. The holder of the GIL may be writing to it: an aligned load of
    // 32 bits is not torn. The mark may be set just now, as for a string that is interned, and is
    // not cleared before the interpreter's end: what is missed is an object that was mortal.
    let count = unsafe { count.as_ref() }.load(Ordering::Relaxed);
    if cfg!(target_pointer_width = "64") {
        count >= 1 << 31
    } else {
        // 3.12 and 3.13 mark with exactly this, later versions with more.
        count >= u32::MAX >> 2
    }
}

/// As above. The free-threaded build has a field of its own for it, which is atomic.
///
/// # Safety
///
/// As above.
#[cfg(all(Py_GIL_DISABLED, not(Py_LIMITED_API)))]
pub(crate) unsafe fn is_immortal(object: NonNull<ffi::PyObject>) -> bool {
    use std::sync::atomic::Ordering;

    // SAFETY: alive, by the caller.
    let local = unsafe { &raw const (*object.as_ptr()).ob_ref_local };
    // SAFETY: as above; the field is an atomic.
    unsafe { &*local }.load(Ordering::Relaxed) == u32::MAX
}

/// As above, for `abi3t`: the module runs with a GIL and without, and the fields of an object depend
/// on that. Both builds give an immortal object a count above the mark, which no other comes near
/// to.
///
/// # Safety
///
/// As above.
#[cfg(all(Py_GIL_DISABLED, Py_LIMITED_API))]
pub(crate) unsafe fn is_immortal(object: NonNull<ffi::PyObject>) -> bool {
    const MARK: ffi::Py_ssize_t = if cfg!(target_pointer_width = "64") {
        1 << 31
    } else {
        1 << 30
    };
    // SAFETY: alive, by the caller. Relaxed loads of the count; no requirement on the thread.
    unsafe { ffi::Py_REFCNT(object.as_ptr()) >= MARK }
}
