//! `object`: the methods that every Python object has.

use pyo3_ffi as ffi;

use super::{Iter, PyAny, PyDict, PyString, PyTypeCheck, size};
use crate::conversion::{CallArgs, FromPyObject, IntoPyObject};
use crate::interpreter::run_python;
use crate::{Bound, Py, PyErr, PyResult, Python};

// SAFETY: every object is one.
unsafe impl PyTypeCheck for PyAny {
    const NAME: &'static str = "object";

    #[inline]
    fn is_type_of(_: &Bound<'_, PyAny>) -> bool {
        true
    }

    #[inline]
    fn is_exact_type_of(object: &Bound<'_, PyAny>) -> bool {
        // SAFETY: the object is alive, and the thread is attached, by the token in it.
        let kind = unsafe { ffi::Py_TYPE(object.as_ptr()) };
        kind == &raw mut ffi::PyBaseObject_Type
    }
}

/// An outcome of CPython's: -1 stands for an exception.
fn check(py: Python<'_>, outcome: std::ffi::c_int) -> PyResult<bool> {
    match outcome {
        -1 => Err(PyErr::fetch(py)),
        outcome => Ok(outcome != 0),
    }
}

/// Takes over what a call returned: a new reference, or null with an exception.
///
/// # Safety
///
/// `object` is null, or points to a live `T` of which the caller owns a reference.
unsafe fn new_reference<T>(py: Python<'_>, object: *mut ffi::PyObject) -> PyResult<Bound<'_, T>> {
    // SAFETY: the caller's promise.
    Ok(unsafe { Py::from_owned_ptr_or_err(py, object) }?.into_bound(py))
}

/// Every function that CPython calls here gets live objects and an attached thread, by the token in
/// `self`, and returns a new reference, or null or -1 with an exception.
impl<'py> Bound<'py, PyAny> {
    /// `self.name`.
    ///
    /// # Errors
    ///
    /// `AttributeError`, or what the attribute's code raises.
    pub fn getattr(&self, name: &str) -> PyResult<Bound<'py, PyAny>> {
        let name = PyString::new(self.py(), name);
        // SAFETY: see the head of this block.
        let object = run_python(|| unsafe { ffi::PyObject_GetAttr(self.as_ptr(), name.as_ptr()) });
        // SAFETY: as above.
        unsafe { new_reference(self.py(), object) }
    }

    /// `self.name = value`.
    ///
    /// # Errors
    ///
    /// `AttributeError`, or what the attribute's code raises.
    pub fn setattr(&self, name: &str, value: impl IntoPyObject<'py>) -> PyResult<()> {
        let name = PyString::new(self.py(), name);
        let value = value.into_pyobject(self.py())?;
        // SAFETY: see the head of this block.
        let outcome = run_python(|| unsafe {
            ffi::PyObject_SetAttr(self.as_ptr(), name.as_ptr(), value.as_ptr())
        });
        check(self.py(), outcome).map(drop)
    }

    /// `hasattr(self, name)`.
    ///
    /// # Errors
    ///
    /// What the attribute's code raises, except `AttributeError`.
    pub fn hasattr(&self, name: &str) -> PyResult<bool> {
        match self.getattr(name) {
            Ok(_) => Ok(true),
            Err(error) => {
                // SAFETY: a static that is set while the interpreter lives.
                let kind = unsafe { ffi::PyExc_AttributeError };
                // SAFETY: an exception type of CPython's, not null and alive.
                let kind = unsafe { Bound::from_borrowed_ptr(self.py(), kind) };
                if error.matches(&kind) {
                    Ok(false)
                } else {
                    Err(error)
                }
            }
        }
    }

    /// `self(*args, **kwargs)`.
    ///
    /// # Errors
    ///
    /// What the call raises.
    pub fn call(
        &self,
        args: impl CallArgs<'py>,
        kwargs: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let args = args.into_args(self.py())?;
        // A dictionary that nobody else has, as in each call that Python code makes. Many functions only
        // borrow from it while they convert an argument, which may run code that changes the caller's.
        let copy = |kwargs: &Bound<'py, PyDict>| {
            // SAFETY: see the head of this block; a dictionary.
            let copy = run_python(|| unsafe { ffi::PyDict_Copy(kwargs.as_ptr()) });
            // SAFETY: as above.
            unsafe { new_reference::<PyDict>(self.py(), copy) }
        };
        let kwargs = kwargs.map(copy).transpose()?;
        let kwargs = kwargs.as_ref().map_or(std::ptr::null_mut(), Bound::as_ptr);
        // SAFETY: see the head of this block; `kwargs` may be null.
        let object =
            run_python(|| unsafe { ffi::PyObject_Call(self.as_ptr(), args.as_ptr(), kwargs) });
        // SAFETY: as above.
        unsafe { new_reference(self.py(), object) }
    }

    /// `self()`.
    ///
    /// # Errors
    ///
    /// What the call raises.
    pub fn call0(&self) -> PyResult<Bound<'py, PyAny>> {
        // SAFETY: see the head of this block.
        let object = run_python(|| unsafe { ffi::compat::PyObject_CallNoArgs(self.as_ptr()) });
        // SAFETY: as above.
        unsafe { new_reference(self.py(), object) }
    }

    /// `self(*args)`; `args` is a Rust tuple or a Python one.
    ///
    /// # Errors
    ///
    /// What the call raises.
    pub fn call1(&self, args: impl CallArgs<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.call(args, None)
    }

    /// `self.name(*args, **kwargs)`.
    ///
    /// # Errors
    ///
    /// What the attribute or the call raises.
    pub fn call_method(
        &self,
        name: &str,
        args: impl CallArgs<'py>,
        kwargs: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.getattr(name)?.call(args, kwargs)
    }

    /// `self.name()`.
    ///
    /// # Errors
    ///
    /// What the attribute or the call raises.
    pub fn call_method0(&self, name: &str) -> PyResult<Bound<'py, PyAny>> {
        self.getattr(name)?.call0()
    }

    /// `self.name(*args)`.
    ///
    /// # Errors
    ///
    /// What the attribute or the call raises.
    pub fn call_method1(
        &self,
        name: &str,
        args: impl CallArgs<'py>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.getattr(name)?.call1(args)
    }

    /// Whether it is `None`.
    #[inline]
    #[must_use]
    pub fn is_none(&self) -> bool {
        // SAFETY: the address of a static object.
        self.as_ptr() == unsafe { ffi::Py_None() }
    }

    /// Whether it can be called.
    #[must_use]
    pub fn is_callable(&self) -> bool {
        // SAFETY: see the head of this block; never fails.
        unsafe { ffi::PyCallable_Check(self.as_ptr()) != 0 }
    }

    /// `bool(self)`.
    ///
    /// # Errors
    ///
    /// What `__bool__` or `__len__` raises.
    pub fn is_truthy(&self) -> PyResult<bool> {
        // SAFETY: see the head of this block.
        check(
            self.py(),
            run_python(|| unsafe { ffi::PyObject_IsTrue(self.as_ptr()) }),
        )
    }

    /// `str(self)`.
    ///
    /// # Errors
    ///
    /// What `__str__` raises.
    pub fn str(&self) -> PyResult<Bound<'py, PyString>> {
        // SAFETY: see the head of this block.
        let text = run_python(|| unsafe { ffi::PyObject_Str(self.as_ptr()) });
        // SAFETY: as above; to a `str`.
        unsafe { new_reference(self.py(), text) }
    }

    /// `repr(self)`.
    ///
    /// # Errors
    ///
    /// What `__repr__` raises.
    pub fn repr(&self) -> PyResult<Bound<'py, PyString>> {
        // SAFETY: see the head of this block.
        let text = run_python(|| unsafe { ffi::PyObject_Repr(self.as_ptr()) });
        // SAFETY: as above; to a `str`.
        unsafe { new_reference(self.py(), text) }
    }

    /// `bool(self == other)`.
    ///
    /// # Errors
    ///
    /// What the comparison raises.
    pub fn eq(&self, other: impl IntoPyObject<'py>) -> PyResult<bool> {
        let other = other.into_pyobject(self.py())?;
        // SAFETY: see the head of this block.
        let outcome = run_python(|| unsafe {
            ffi::PyObject_RichCompare(self.as_ptr(), other.as_ptr(), ffi::Py_EQ)
        });
        // SAFETY: as above.
        unsafe { new_reference(self.py(), outcome) }?.is_truthy()
    }

    /// `len(self)`.
    ///
    /// # Errors
    ///
    /// `TypeError` when it has no length, or what `__len__` raises.
    pub fn len(&self) -> PyResult<usize> {
        // SAFETY: see the head of this block.
        size(run_python(|| unsafe { ffi::PyObject_Size(self.as_ptr()) }))
            .ok_or_else(|| PyErr::fetch(self.py()))
    }

    /// `self[key]`.
    ///
    /// # Errors
    ///
    /// `KeyError`, `IndexError`, `TypeError`, or what `__getitem__` raises.
    pub fn get_item(&self, key: impl IntoPyObject<'py>) -> PyResult<Bound<'py, PyAny>> {
        let key = key.into_pyobject(self.py())?;
        // SAFETY: see the head of this block.
        let object = run_python(|| unsafe { ffi::PyObject_GetItem(self.as_ptr(), key.as_ptr()) });
        // SAFETY: as above.
        unsafe { new_reference(self.py(), object) }
    }

    /// `self[key] = value`.
    ///
    /// # Errors
    ///
    /// `IndexError`, `TypeError`, or what `__setitem__` raises.
    pub fn set_item(
        &self,
        key: impl IntoPyObject<'py>,
        value: impl IntoPyObject<'py>,
    ) -> PyResult<()> {
        let key = key.into_pyobject(self.py())?;
        let value = value.into_pyobject(self.py())?;
        // SAFETY: see the head of this block.
        let outcome = run_python(|| unsafe {
            ffi::PyObject_SetItem(self.as_ptr(), key.as_ptr(), value.as_ptr())
        });
        check(self.py(), outcome).map(drop)
    }

    /// `del self[key]`.
    ///
    /// # Errors
    ///
    /// `KeyError`, `IndexError`, `TypeError`, or what `__delitem__` raises.
    pub fn del_item(&self, key: impl IntoPyObject<'py>) -> PyResult<()> {
        let key = key.into_pyobject(self.py())?;
        // SAFETY: see the head of this block.
        check(
            self.py(),
            run_python(|| unsafe { ffi::PyObject_DelItem(self.as_ptr(), key.as_ptr()) }),
        )
        .map(drop)
    }

    /// `item in self`.
    ///
    /// # Errors
    ///
    /// `TypeError` when it is no container, or what its code raises.
    pub fn contains(&self, item: impl IntoPyObject<'py>) -> PyResult<bool> {
        let item = item.into_pyobject(self.py())?;
        // SAFETY: see the head of this block.
        check(
            self.py(),
            run_python(|| unsafe { ffi::PySequence_Contains(self.as_ptr(), item.as_ptr()) }),
        )
    }

    /// `iter(self)`, as a Rust iterator: an item is an error when Python's `next()` raises.
    ///
    /// # Errors
    ///
    /// `TypeError` when it can't be iterated over, or what `__iter__` raises.
    pub fn iter(&self) -> PyResult<Iter<'py>> {
        // SAFETY: see the head of this block.
        let iterator = run_python(|| unsafe { ffi::PyObject_GetIter(self.as_ptr()) });
        // SAFETY: as above.
        let iterator = unsafe { new_reference(self.py(), iterator) }?;
        // SAFETY: as above.
        Ok(unsafe { Iter::over(iterator) })
    }

    /// `isinstance(self, kind)`; `kind` is a type, or a tuple of types.
    ///
    /// # Errors
    ///
    /// `TypeError` when `kind` is neither, or what `__instancecheck__` raises.
    pub fn is_instance(&self, kind: &Bound<'py, PyAny>) -> PyResult<bool> {
        // SAFETY: see the head of this block.
        check(
            self.py(),
            run_python(|| unsafe { ffi::PyObject_IsInstance(self.as_ptr(), kind.as_ptr()) }),
        )
    }

    /// Whether it is an instance of one of the types in this module: `isinstance(self, list)`.
    #[inline]
    #[must_use]
    pub fn is_instance_of<T: PyTypeCheck>(&self) -> bool {
        T::is_type_of(self)
    }

    /// Its value as a Rust type.
    ///
    /// # Errors
    ///
    /// `TypeError` when it is of another type, `OverflowError` when the number does not fit, or
    /// what its code raises.
    ///
    /// # Example
    ///
    /// ```
    /// # use gilref::{Py, PyResult, Python, types::PyList};
    /// # Python::initialize();
    /// # Python::attach(|py| -> PyResult<()> {
    /// let object = py.eval("[1, 2]", None, None)?;
    /// let numbers: Vec<u8> = object.extract()?;
    /// let list: Py<PyList> = object.extract()?;
    /// assert!(object.extract::<String>().is_err());
    /// # Ok(()) }).unwrap();
    /// ```
    #[inline]
    pub fn extract<'a, T: FromPyObject<'a, 'py>>(&'a self) -> PyResult<T> {
        T::extract(self.as_borrowed())
    }
}
