//! Symbols: functions that CPython exports, but that are not declared in the headers which gilref
//! is built against. They are found by name.
//!
//! Up to 3.12 `_Py_IsFinalizing` is private, and under the limited API the current thread state
//! can't be read at all. Every CPython exports both all the same, so they are looked up by name
//! once. Where a name is not found the caller falls back to what is documented.

use std::ffi::{CStr, c_void};
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

/// A function of the running interpreter, found by name at the first use.
pub(super) struct Symbol {
    names: &'static [&'static CStr],
    /// Null: not looked up yet. [`absent`](Self::absent): looked up and not there.
    found: AtomicPtr<c_void>,
}

impl Symbol {
    /// The first of `names` that the process exports.
    pub(super) const fn new(names: &'static [&'static CStr]) -> Self {
        Self {
            names,
            found: AtomicPtr::new(ptr::null_mut()),
        }
    }

    fn absent(&self) -> *mut c_void {
        (&raw const self.found).cast_mut().cast()
    }

    /// The function's address.
    #[inline]
    pub(super) fn get(&self) -> Option<*mut c_void> {
        // Relaxed: what the address points at was there before this library was loaded.
        let mut found = self.found.load(Ordering::Relaxed);
        if found.is_null() {
            found = self
                .names
                .iter()
                .find_map(|name| look_up(name))
                .unwrap_or_else(|| self.absent());
            self.found.store(found, Ordering::Relaxed);
        }
        (found != self.absent()).then_some(found)
    }
}

#[cfg(unix)]
fn look_up(name: &CStr) -> Option<*mut c_void> {
    // SAFETY: `name` is a C string; RTLD_DEFAULT is a valid handle.
    let found = unsafe { libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr()) };
    (!found.is_null()).then_some(found)
}

#[cfg(not(unix))]
fn look_up(_: &CStr) -> Option<*mut c_void> {
    None
}
