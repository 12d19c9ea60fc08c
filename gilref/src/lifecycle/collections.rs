//! Collections of garbage: a callback in `gc.callbacks`, which CPython calls at the beginning and at the
//! end of each collection.
//!
//! `interpreter/traverse.rs` explains what it is for.

use std::ffi::{CStr, c_int};
use std::ptr;
use std::sync::atomic::{AtomicBool, Ordering};

use pyo3_ffi as ffi;

use super::capsule::capsule;
use super::method_def::{MethodDef, none};
use crate::gates::ATTACHING;
use crate::interpreter::{
    Owned, begin_collection, collections_are_unwatched, collections_are_watched, end_collection,
    run_python,
};
use crate::token::Python;

/// The callback is in the list.
static IS_WATCHED: AtomicBool = AtomicBool::new(false);

/// Puts the callback into the list, unless it is there. `None` with an exception.
pub(super) fn watch(py: Python<'_>) -> Option<()> {
    // SAFETY: attached; the name is a C string.
    let gc = run_python(|| unsafe { ffi::PyImport_ImportModule(c"gc".as_ptr()) });
    // SAFETY: a new reference, or null with an exception.
    let gc = unsafe { Owned::from_ptr(py, gc) }?;
    if !IS_WATCHED.load(Ordering::Relaxed) {
        append_callback(py, &gc)?;
        IS_WATCHED.store(true, Ordering::Relaxed);
    }
    collections_are_watched();
    // The exit may have begun before the line above, and said that collections are not watched any more.
    // An exit that begins later says it later.
    if ATTACHING.is_closed() {
        unwatch();
        return Some(());
    }
    // Brings about the next "stop": a collection of the youngest generation. It does nothing while a
    // collection is already running, on this thread or another. Then the end of that collection is the next
    // "stop".
    // SAFETY: attached and alive; the name and the format are C strings, and the argument is an `int`.
    let collected = run_python(|| unsafe {
        ffi::PyObject_CallMethod(gc.as_ptr(), c"collect".as_ptr(), c"i".as_ptr(), 0 as c_int)
    });
    // SAFETY: a new reference, or null with an exception.
    unsafe { Owned::from_ptr(py, collected) }.map(drop)
}

/// The callback is not called for each collection any more.
pub(super) fn unwatch() {
    collections_are_unwatched();
}

/// The list does not exist any more, or the callback is not in it.
pub(super) fn forget() {
    IS_WATCHED.store(false, Ordering::Relaxed);
    unwatch();
}

fn append_callback(py: Python<'_>, gc: &Owned<'_>) -> Option<()> {
    // SAFETY: attached and alive; the name is a C string.
    let callbacks =
        run_python(|| unsafe { ffi::PyObject_GetAttrString(gc.as_ptr(), c"callbacks".as_ptr()) });
    // SAFETY: a new reference, or null with an exception.
    let callbacks = unsafe { Owned::from_ptr(py, callbacks) }?;
    let capsule = capsule(py, CALLBACK, removed)?;
    let callback = ON_COLLECTION.function(py, &capsule)?;
    // At the front: Python goes through the list by position, and a callback before this one that takes
    // itself out would make Python skip this one.
    // SAFETY: attached and alive. Where somebody has put something else in the place of the list, an
    // exception.
    let status =
        run_python(|| unsafe { ffi::PyList_Insert(callbacks.as_ptr(), 0, callback.as_ptr()) });
    (status == 0).then_some(())
}

const CALLBACK: &CStr = c"gilref.collections";

/// Destroyed with the callback: somebody has emptied the list, or it goes with the interpreter.
unsafe extern "C" fn removed(_capsule: *mut ffi::PyObject) {
    forget();
}

static ON_COLLECTION: MethodDef = MethodDef::new(
    c"gilref_collection",
    ffi::PyMethodDefPointer {
        PyCFunction: on_collection,
    },
    ffi::METH_VARARGS,
);

/// `callback(phase, info)`, where the phase is "start" or "stop".
unsafe extern "C" fn on_collection(
    _: *mut ffi::PyObject,
    args: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    // SAFETY: CPython calls its functions attached, and such a one with a tuple.
    let phase = unsafe { ffi::PyTuple_GetItem(args, 0) };
    if phase.is_null() {
        return ptr::null_mut();
    }
    // SAFETY: attached and alive. Anything but a string is unequal.
    let is_text = unsafe { ffi::PyUnicode_Check(phase) } != 0;
    // SAFETY: as above, and a string.
    if is_text && unsafe { ffi::PyUnicode_CompareWithASCIIString(phase, c"start".as_ptr()) } == 0 {
        begin_collection();
    } else {
        end_collection();
    }
    // SAFETY: CPython calls its functions attached.
    none(unsafe { Python::assume_attached() })
}
