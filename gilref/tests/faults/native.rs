//! Functions and types that a test gives to Python: destructors that run Rust.

#![allow(dead_code, reason = "each test program uses a part of it")]

use std::ffi::{CStr, c_int, c_void};
use std::mem;
use std::ptr;

use gilref::types::{PyAny, PyType};
use gilref::{Bound, Py, Python};
use pyo3_ffi as ffi;

const NAME: &CStr = c"function";

/// A Python function that calls `function`.
pub(crate) fn function(py: Python<'_>, function: fn(Python<'_>)) -> Bound<'_, PyAny> {
    unsafe extern "C" fn call(
        capsule: *mut ffi::PyObject,
        _: *mut ffi::PyObject,
    ) -> *mut ffi::PyObject {
        // SAFETY: the function's `self` is the capsule below.
        let function = unsafe { ffi::PyCapsule_GetPointer(capsule, NAME.as_ptr()) };
        // SAFETY: what the capsule was made of. The size of a function is that of a pointer.
        let function: fn(Python<'_>) = unsafe { mem::transmute(function) };
        // SAFETY: called by Python.
        let py = unsafe { Python::assume_attached() };
        function(py);
        py.none().into_ptr()
    }
    // Leaked: it must outlive the function.
    let definition = Box::leak(Box::new(ffi::PyMethodDef {
        ml_name: NAME.as_ptr(),
        ml_meth: ffi::PyMethodDefPointer { PyCFunction: call },
        ml_flags: ffi::METH_NOARGS,
        ml_doc: ptr::null(),
    }));
    // SAFETY: not null, and the name is static.
    let capsule = unsafe { ffi::PyCapsule_New(function as *mut c_void, NAME.as_ptr(), None) };
    // SAFETY: a new reference, or null with an exception.
    let capsule = unsafe { Bound::from_owned_ptr_or_err(py, capsule) }.unwrap();
    // SAFETY: the definition lives for ever; the function takes a reference to the capsule.
    let made = unsafe { ffi::PyCFunction_NewEx(definition, capsule.as_ptr(), ptr::null_mut()) };
    // SAFETY: as above.
    unsafe { Bound::from_owned_ptr_or_err(py, made) }.unwrap()
}

/// An object whose `__del__` calls `function`.
pub(crate) fn with_destructor(py: Python<'_>, destructor: fn(Python<'_>)) -> Py<PyAny> {
    let make = py
        .eval(
            "lambda function: type('D', (), {'__del__': lambda self: function()})()",
            None,
            None,
        )
        .unwrap();
    make.call1((function(py, destructor),)).unwrap().unbind()
}

/// An object of a type written in C: `tp_traverse` calls the one function, `tp_dealloc` the other,
/// and then releases what the object holds.
pub(crate) struct Raw;

/// Where an object of the type `Raw` has its pointer to [`Held`].
#[cfg(not(all(Py_LIMITED_API, Py_GIL_DISABLED)))]
mod layout {
    use std::ffi::c_int;
    use std::mem;

    use pyo3_ffi as ffi;

    use super::Held;

    #[repr(C)]
    struct Layout {
        head: ffi::PyObject,
        held: *mut Held,
    }

    pub(super) fn basic_size() -> c_int {
        mem::size_of::<Layout>().try_into().unwrap()
    }

    /// The object must be of the type `Raw`.
    pub(super) unsafe fn held(object: *mut ffi::PyObject) -> *mut *mut Held {
        // SAFETY: of this layout, by the caller.
        unsafe { &raw mut (*object.cast::<Layout>()).held }
    }
}

/// For `abi3t`, where only CPython knows how long an object's head is.
#[cfg(all(Py_LIMITED_API, Py_GIL_DISABLED))]
mod layout {
    use std::ffi::c_int;
    use std::mem;

    use pyo3_ffi as ffi;

    use super::Held;

    /// Below zero: so much more than the base type.
    pub(super) fn basic_size() -> c_int {
        let more: c_int = mem::size_of::<*mut Held>().try_into().unwrap();
        -more
    }

    /// The object must be of the type `Raw`.
    pub(super) unsafe fn held(object: *mut ffi::PyObject) -> *mut *mut Held {
        // SAFETY: alive, by the caller.
        let kind = unsafe { ffi::Py_TYPE(object) };
        // SAFETY: the type's own size is below zero.
        unsafe { ffi::PyObject_GetTypeData(object, kind) }.cast()
    }
}

pub(crate) struct Held {
    pub(crate) on_traverse: fn(Python<'_>),
    pub(crate) on_dealloc: fn(Python<'_>),
    pub(crate) _reference: Option<Py<PyAny>>,
}

impl Raw {
    pub(crate) fn create(py: Python<'_>, held: Held) -> Py<PyAny> {
        let kind = Self::kind(py);
        // SAFETY: attached, and the type is ready. The memory comes zeroed.
        let object = unsafe { ffi::PyType_GenericAlloc(kind.as_ptr().cast(), 0) };
        // SAFETY: a new reference, or null with an exception.
        let object = unsafe { Bound::<PyAny>::from_owned_ptr_or_err(py, object) }.unwrap();
        let held = Box::into_raw(Box::new(held));
        // SAFETY: an object of this type.
        let place = unsafe { layout::held(object.as_ptr()) };
        // SAFETY: nobody else knows the object.
        unsafe { place.write(held) };
        object.unbind()
    }

    /// A new type for each object: what is tested are types that are created and die, too.
    fn kind(py: Python<'_>) -> Bound<'_, PyType> {
        let mut slots = [
            ffi::PyType_Slot {
                slot: ffi::Py_tp_traverse,
                pfunc: Self::traverse as *mut c_void,
            },
            ffi::PyType_Slot {
                slot: ffi::Py_tp_dealloc,
                pfunc: Self::dealloc as *mut c_void,
            },
            ffi::PyType_Slot {
                slot: 0,
                pfunc: ptr::null_mut(),
            },
        ];
        let flags = ffi::Py_TPFLAGS_DEFAULT | ffi::Py_TPFLAGS_HAVE_GC;
        let mut spec = ffi::PyType_Spec {
            name: c"faults.Raw".as_ptr(),
            basicsize: layout::basic_size(),
            itemsize: 0,
            flags: flags.try_into().unwrap(),
            slots: slots.as_mut_ptr(),
        };
        // SAFETY: a complete spec, which is copied.
        let kind = unsafe { ffi::PyType_FromSpec(&raw mut spec) };
        // SAFETY: a new reference, or null with an exception.
        let kind = unsafe { Bound::<PyAny>::from_owned_ptr_or_err(py, kind) }.unwrap();
        kind.cast_into().unwrap()
    }

    unsafe extern "C" fn traverse(
        object: *mut ffi::PyObject,
        visit: ffi::visitproc,
        arg: *mut c_void,
    ) -> c_int {
        // SAFETY: an object of this type, for CPython calls its slots with nothing else.
        let place = unsafe { layout::held(object) };
        // SAFETY: as above.
        let held = unsafe { place.read() };
        // SAFETY: null before `create` has written it, or what `create` wrote.
        if let Some(held) = unsafe { held.as_ref() } {
            // SAFETY: the collecting thread is attached.
            (held.on_traverse)(unsafe { Python::assume_attached() });
        }
        // SAFETY: alive.
        let kind = unsafe { ffi::Py_TYPE(object) };
        // SAFETY: as `tp_traverse` demands of heap types; nothing else is held that can be part of
        // a cycle.
        unsafe { visit(kind.cast(), arg) }
    }

    unsafe extern "C" fn dealloc(object: *mut ffi::PyObject) {
        // SAFETY: tracked by the collector, as every object of this type.
        unsafe { ffi::PyObject_GC_UnTrack(object.cast()) };
        // SAFETY: alive until `PyObject_GC_Del`.
        let kind = unsafe { ffi::Py_TYPE(object) };
        // SAFETY: as in `traverse`.
        let place = unsafe { layout::held(object) };
        // SAFETY: as above.
        let held = unsafe { place.read() };
        // SAFETY: made by `create`, and nobody comes after `tp_dealloc`.
        let held = unsafe { Box::from_raw(held) };
        // SAFETY: objects are released attached.
        (held.on_dealloc)(unsafe { Python::assume_attached() });
        drop(held);
        // SAFETY: untracked, and its last reference is gone.
        unsafe { ffi::PyObject_GC_Del(object.cast()) };
        // SAFETY: the reference that an object of a heap type has to its type.
        unsafe { ffi::Py_DECREF(kind.cast()) };
    }
}
