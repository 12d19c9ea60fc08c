//! Libraries that attach, clone and drop: the contestants, behind one trait.

use std::marker::PhantomData;
use std::ptr::NonNull;

use pyo3_ffi as ffi;

/// A way to hold Python objects. The order of the columns is that of [`Column`].
pub trait Library: 'static {
    /// Its column in the table.
    const COLUMN: Column;
    /// Proof of being attached.
    type Token<'py>: Copy;
    /// An owned reference.
    type Py: Send + 'static;

    /// Attaches for the length of the closure.
    fn attach<R>(run: impl for<'py> FnOnce(Self::Token<'py>) -> R) -> R;

    /// Detaches for the length of the closure.
    fn detach(token: Self::Token<'_>, run: impl FnOnce() + Send);

    /// A new `object()`.
    fn new(token: Self::Token<'_>) -> Self::Py;
}

/// A column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// CPython's own functions.
    Raw,
    /// gilref's own types.
    Gilref,
    /// gilref's types for PyO3's users.
    ForPyO3,
    /// PyO3.
    PyO3,
}

impl Column {
    /// All of them, from left to right.
    pub const ALL: [Self; 4] = [Self::Raw, Self::Gilref, Self::ForPyO3, Self::PyO3];

    /// Its head.
    pub fn name(self) -> &'static str {
        match self {
            Self::Raw => "raw C API",
            Self::Gilref => "gilref",
            Self::ForPyO3 => "for_pyo3",
            Self::PyO3 => "PyO3",
        }
    }
}

/// CPython's own functions, called as a careful C program would.
pub struct Raw;

/// What [`Raw`] has for a token: nothing checks it.
#[derive(Clone, Copy)]
pub struct RawToken<'py>(PhantomData<&'py ()>);

/// An owned reference that nobody releases but [`release`](Self::release).
pub struct RawPy(NonNull<ffi::PyObject>);

// SAFETY: only touched where there is a token.
unsafe impl Send for RawPy {}

impl RawPy {
    /// One more reference.
    #[inline]
    pub fn copy(&self, _attached: RawToken<'_>) -> Self {
        // SAFETY: attached, and the object is alive, as `self` owns a reference.
        unsafe { ffi::Py_INCREF(self.0.as_ptr()) };
        Self(self.0)
    }

    /// Gives the reference back.
    #[inline]
    pub fn release(self, _attached: RawToken<'_>) {
        // SAFETY: attached, and `self` owned a reference.
        unsafe { ffi::Py_DECREF(self.0.as_ptr()) };
    }
}

impl Library for Raw {
    const COLUMN: Column = Column::Raw;
    type Token<'py> = RawToken<'py>;
    type Py = RawPy;

    #[inline]
    fn attach<R>(run: impl for<'py> FnOnce(RawToken<'py>) -> R) -> R {
        // SAFETY: the interpreter is initialized, and ends with the process only.
        let state = unsafe { ffi::PyGILState_Ensure() };
        let result = run(RawToken(PhantomData));
        // SAFETY: `state` is from the call above, on this thread.
        unsafe { ffi::PyGILState_Release(state) };
        result
    }

    #[inline]
    fn detach(_attached: RawToken<'_>, run: impl FnOnce() + Send) {
        // SAFETY: attached.
        let state = unsafe { ffi::PyEval_SaveThread() };
        run();
        // SAFETY: `state` is this thread's, from the call above.
        unsafe { ffi::PyEval_RestoreThread(state) };
    }

    fn new(_attached: RawToken<'_>) -> RawPy {
        // SAFETY: attached, as the token says.
        RawPy(unsafe { new_object() })
    }
}

/// A new reference to a new `object()`.
///
/// # Safety
///
/// The thread must be attached.
unsafe fn new_object() -> NonNull<ffi::PyObject> {
    let class = &raw mut ffi::PyBaseObject_Type;
    // SAFETY: attached; `object` can be called without arguments.
    let object = unsafe { ffi::PyObject_CallNoArgs(class.cast()) };
    NonNull::new(object).expect("`object()` does not raise")
}

/// gilref's own types.
pub struct Gilref;

impl Library for Gilref {
    const COLUMN: Column = Column::Gilref;
    type Token<'py> = gilref::Python<'py>;
    type Py = gilref::Py<gilref::types::PyAny>;

    #[inline]
    fn attach<R>(run: impl for<'py> FnOnce(gilref::Python<'py>) -> R) -> R {
        gilref::Python::attach(run)
    }

    #[inline]
    fn detach(py: gilref::Python<'_>, run: impl FnOnce() + Send) {
        py.detach(run);
    }

    fn new(py: gilref::Python<'_>) -> Self::Py {
        // SAFETY: attached, as the token proves.
        let object = unsafe { new_object() }.as_ptr();
        // SAFETY: attached; a new reference, which is not null.
        unsafe { gilref::Py::from_owned_ptr(py, object) }
    }
}

/// PyO3.
pub struct PyO3;

impl Library for PyO3 {
    const COLUMN: Column = Column::PyO3;
    type Token<'py> = pyo3::Python<'py>;
    type Py = pyo3::Py<pyo3::PyAny>;

    #[inline]
    fn attach<R>(run: impl for<'py> FnOnce(pyo3::Python<'py>) -> R) -> R {
        pyo3::Python::attach(run)
    }

    #[inline]
    fn detach(py: pyo3::Python<'_>, run: impl FnOnce() + Send) {
        py.detach(run);
    }

    fn new(py: pyo3::Python<'_>) -> Self::Py {
        // SAFETY: attached, as the token proves.
        let object = unsafe { new_object() }.as_ptr();
        // SAFETY: attached; a new reference, which is not null.
        unsafe { pyo3::Bound::from_owned_ptr(py, object) }.unbind()
    }
}

/// gilref's types for PyO3's users.
pub struct ForPyO3;

impl Library for ForPyO3 {
    const COLUMN: Column = Column::ForPyO3;
    type Token<'py> = pyo3::Python<'py>;
    type Py = gilref::for_pyo3::Py<pyo3::PyAny>;

    #[inline]
    fn attach<R>(run: impl for<'py> FnOnce(pyo3::Python<'py>) -> R) -> R {
        gilref::for_pyo3::attach(run)
    }

    #[inline]
    fn detach(py: pyo3::Python<'_>, run: impl FnOnce() + Send) {
        gilref::for_pyo3::detach(py, run);
    }

    fn new(py: pyo3::Python<'_>) -> Self::Py {
        PyO3::new(py).into()
    }
}
