//! `Topics` as a Python class: the slots and methods that CPython calls.

use std::ffi::{c_int, c_void};
use std::mem;
use std::ptr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use gilref::types::PyAny;
use gilref::{Bound, GilClone, PyErr, PyResult, Python};
use pyo3_ffi as ffi;

use crate::entry::{ForC, arguments, entry, returned};
use crate::topics::{Subscriber, Topics, publish, publish_many};

/// An object of the class, as it lies in Python's memory.
#[repr(C)]
struct Object {
    head: ffi::PyObject,
    /// Never locked while Python code runs, so that waiting for it while attached can't deadlock.
    topics: Mutex<Topics>,
}

/// The class.
pub(crate) fn new_type(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    let slot = |slot, function: *mut c_void| ffi::PyType_Slot {
        slot,
        pfunc: function,
    };
    let mut slots = [
        slot(ffi::Py_tp_new, new as *mut c_void),
        slot(ffi::Py_tp_dealloc, dealloc as *mut c_void),
        slot(ffi::Py_tp_traverse, traverse as *mut c_void),
        slot(ffi::Py_tp_clear, clear as *mut c_void),
        slot(ffi::Py_sq_length, len as *mut c_void),
        slot(ffi::Py_tp_methods, (&raw const METHODS.0).cast_mut().cast()),
        slot(0, ptr::null_mut()),
    ];
    let mut spec = ffi::PyType_Spec {
        name: c"gilref_topics.Topics".as_ptr(),
        basicsize: mem::size_of::<Object>() as c_int,
        itemsize: 0,
        flags: (ffi::Py_TPFLAGS_DEFAULT | ffi::Py_TPFLAGS_HAVE_GC) as _,
        slots: slots.as_mut_ptr(),
    };
    // SAFETY: attached; what the slots point to is static and has the types that CPython documents.
    let class = unsafe { ffi::PyType_FromSpec(&raw mut spec) };
    // SAFETY: a new reference, or null with an exception.
    unsafe { Bound::from_owned_ptr_or_err(py, class) }
}

const fn method(
    name: &'static std::ffi::CStr,
    function: ffi::PyCFunction,
    flags: c_int,
    doc: &'static std::ffi::CStr,
) -> ffi::PyMethodDef {
    ffi::PyMethodDef {
        ml_name: name.as_ptr(),
        ml_meth: ffi::PyMethodDefPointer {
            PyCFunction: function,
        },
        ml_flags: flags,
        ml_doc: doc.as_ptr(),
    }
}

static METHODS: ForC<[ffi::PyMethodDef; 6]> = ForC([
    method(
        c"subscribe",
        subscribe,
        ffi::METH_VARARGS,
        c"subscribe(topic, callback, predicate)\n--\n\nCalls back with each value; with None, with all.",
    ),
    method(
        c"publish",
        publish_one,
        ffi::METH_VARARGS,
        c"publish(topic, value)\n--\n\nThe list of what the subscribers returned.",
    ),
    method(
        c"publish_many",
        publish_on_threads,
        ffi::METH_VARARGS,
        c"publish_many(topic, values, threads)\n--\n\nThe same for each value, on threads.",
    ),
    method(
        c"published",
        published,
        ffi::METH_NOARGS,
        c"published()\n--\n\nHow many times this object published.",
    ),
    method(
        c"__copy__",
        copy,
        ffi::METH_NOARGS,
        c"__copy__()\n--\n\nThe same subscribers, in an object of their own.",
    ),
    ffi::PyMethodDef::zeroed(),
]);

/// The Rust value in an object.
///
/// # Safety
///
/// `object` is of this class and alive for `'a`.
unsafe fn topics<'a>(object: *mut ffi::PyObject) -> MutexGuard<'a, Topics> {
    // SAFETY: the caller's promise; the value was put there before anybody saw the object.
    let topics = unsafe { &(*object.cast::<Object>()).topics };
    topics.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An object of `class` with `value` in it.
///
/// # Safety
///
/// `class` is this class.
unsafe fn alloc(
    py: Python<'_>,
    class: *mut ffi::PyTypeObject,
    value: Topics,
) -> PyResult<*mut ffi::PyObject> {
    // SAFETY: attached; `class` is a type.
    let object = unsafe { ffi::PyType_GenericAlloc(class, 0) };
    if object.is_null() {
        return Err(PyErr::fetch(py));
    }
    // SAFETY: freshly allocated for an `Object`.
    let place = unsafe { &raw mut (*object.cast::<Object>()).topics };
    // SAFETY: valid for writes, and not initialised before. Nothing of Python has run since the
    // allocation, so that the garbage collector has not seen it yet.
    unsafe { place.write(Mutex::new(value)) };
    Ok(object)
}

unsafe extern "C" fn new(
    class: *mut ffi::PyTypeObject,
    args: *mut ffi::PyObject,
    _keywords: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    let body = |py: Python<'_>| {
        // SAFETY: CPython passes a tuple.
        let [] = unsafe { arguments(py, args) }?;
        // SAFETY: CPython calls it for this class, of which there are no subclasses.
        unsafe { alloc(py, class, Topics::default()) }
    };
    // SAFETY: CPython calls it attached.
    unsafe { entry(body) }
}

unsafe extern "C" fn subscribe(
    object: *mut ffi::PyObject,
    args: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    let body = |py: Python<'_>| {
        // SAFETY: CPython passes a tuple.
        let [topic, callback, predicate] = unsafe { arguments(py, args) }?;
        let topic = topic.extract()?;
        if !callback.is_callable() {
            return Err(PyErr::type_error(py, "the callback is not callable"));
        }
        let subscriber = Subscriber::new(callback, predicate);
        // SAFETY: a method's first argument, lent for the length of the call.
        unsafe { topics(object) }.subscribe(topic, subscriber);
        returned(py, py.none())
    };
    // SAFETY: CPython calls it attached.
    unsafe { entry(body) }
}

unsafe extern "C" fn publish_one(
    object: *mut ffi::PyObject,
    args: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    let body = |py: Python<'_>| {
        // SAFETY: CPython passes a tuple.
        let [topic, value] = unsafe { arguments(py, args) }?;
        let topic: String = topic.extract()?;
        // SAFETY: a method's first argument, lent for the length of the call. Unlocked at the end of
        // the line.
        let subscribers = unsafe { topics(object) }.publishing(&topic, py);
        returned(py, publish(&subscribers, &value)?)
    };
    // SAFETY: CPython calls it attached.
    unsafe { entry(body) }
}

unsafe extern "C" fn publish_on_threads(
    object: *mut ffi::PyObject,
    args: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    let body = |py: Python<'_>| {
        // SAFETY: CPython passes a tuple.
        let [topic, values, threads] = unsafe { arguments(py, args) }?;
        let topic: String = topic.extract()?;
        let (values, threads) = (values.extract()?, threads.extract()?);
        // SAFETY: a method's first argument, lent for the length of the call. Unlocked at the end of
        // the line.
        let subscribers = unsafe { topics(object) }.publishing(&topic, py);
        returned(py, publish_many(subscribers, values, threads, py)?)
    };
    // SAFETY: CPython calls it attached.
    unsafe { entry(body) }
}

unsafe extern "C" fn published(
    object: *mut ffi::PyObject,
    _: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    let body = |py: Python<'_>| {
        // SAFETY: a method's first argument, lent for the length of the call.
        let published = unsafe { topics(object) }.published();
        returned(py, published)
    };
    // SAFETY: CPython calls it attached.
    unsafe { entry(body) }
}

unsafe extern "C" fn copy(object: *mut ffi::PyObject, _: *mut ffi::PyObject) -> *mut ffi::PyObject {
    let body = |py: Python<'_>| {
        // SAFETY: a method's first argument, lent for the length of the call. No Python code runs in
        // this `clone_ref`: the keys are text.
        let copy = unsafe { topics(object) }.clone_ref(py);
        // SAFETY: alive, and of this class.
        let class = unsafe { ffi::Py_TYPE(object) };
        // SAFETY: the class of an object of this class.
        unsafe { alloc(py, class, copy) }
    };
    // SAFETY: CPython calls it attached.
    unsafe { entry(body) }
}

unsafe extern "C" fn len(object: *mut ffi::PyObject) -> ffi::Py_ssize_t {
    // SAFETY: a slot's first argument, lent for the length of the call.
    let body = |_: Python<'_>| Ok(unsafe { topics(object) }.len() as ffi::Py_ssize_t);
    // SAFETY: CPython calls it attached.
    unsafe { entry(body) }
}

/// Shows the garbage collector what the object refers to. Nothing may be cloned, dropped or called
/// in here, so that it gets no token.
unsafe extern "C" fn traverse(
    object: *mut ffi::PyObject,
    visit: ffi::visitproc,
    arg: *mut c_void,
) -> c_int {
    // SAFETY: alive; an object of a class that was made at run time refers to it.
    let class = unsafe { ffi::Py_TYPE(object) };
    // SAFETY: what CPython passed, and an object that is alive.
    let stop = unsafe { visit(class.cast(), arg) };
    if stop != 0 {
        return stop;
    }
    // SAFETY: of this class and alive.
    let topics = unsafe { topics(object) };
    for reference in topics.references() {
        // SAFETY: as above.
        let stop = unsafe { visit(reference.as_ptr(), arg) };
        if stop != 0 {
            return stop;
        }
    }
    0
}

/// Gives up what may be in a cycle.
unsafe extern "C" fn clear(object: *mut ffi::PyObject) -> c_int {
    // SAFETY: of this class and alive.
    let gone = mem::take(&mut *unsafe { topics(object) });
    // Unlocked: destructors run here.
    drop(gone);
    0
}

unsafe extern "C" fn dealloc(object: *mut ffi::PyObject) {
    // SAFETY: alive until the end of this function.
    let class = unsafe { ffi::Py_TYPE(object) };
    // SAFETY: an object with `Py_TPFLAGS_HAVE_GC`, whose content goes now.
    unsafe { ffi::PyObject_GC_UnTrack(object.cast()) };
    // SAFETY: of this class; nobody refers to the object any more.
    let topics = unsafe { &raw mut (*object.cast::<Object>()).topics };
    // SAFETY: initialised by `alloc`, and dropped once. The thread is attached: references are
    // released at once.
    unsafe { topics.drop_in_place() };
    // SAFETY: the class is alive, by the object's reference to it.
    let free = unsafe { ffi::PyType_GetSlot(class, ffi::Py_tp_free) };
    // SAFETY: the slot is a `freefunc`, which every type has.
    let free: ffi::freefunc = unsafe { mem::transmute(free) };
    // SAFETY: allocated by this class, and its content is gone.
    unsafe { free(object.cast()) };
    // SAFETY: the reference that each object of such a class holds.
    unsafe { ffi::Py_DECREF(class.cast()) };
}
