//! Integers, from and to `int`.

use std::ffi::{c_long, c_longlong, c_ulonglong};

use pyo3_ffi as ffi;

use super::{FromPyObject, IntoPyObject};
use crate::interpreter::run_python;
use crate::types::PyAny;
use crate::{Borrowed, Bound, PyErr, PyResult, Python};

/// What the object's `__index__` says: refuses `float`, accepts NumPy's integers.
fn index<'py>(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: attached, by the token in `object`, which is alive. A new reference, or null with an
    // exception.
    let index = run_python(|| unsafe { ffi::PyNumber_Index(object.as_ptr()) });
    // SAFETY: as above.
    unsafe { Bound::from_owned_ptr_or_err(object.py(), index) }
}

/// CPython's -1 stands for itself unless an exception is pending.
fn unless_raised<T: PartialEq>(py: Python<'_>, value: T, minus_one: T) -> PyResult<T> {
    if value == minus_one {
        if let Some(error) = PyErr::take(py) {
            return Err(error);
        }
    }
    Ok(value)
}

fn signed(object: Borrowed<'_, '_, PyAny>) -> PyResult<c_longlong> {
    let object = index(object)?;
    // SAFETY: attached, by the token in `object`, which is an `int`.
    unless_raised(
        object.py(),
        run_python(|| unsafe { ffi::PyLong_AsLongLong(object.as_ptr()) }),
        -1,
    )
}

fn unsigned(object: Borrowed<'_, '_, PyAny>) -> PyResult<c_ulonglong> {
    let object = index(object)?;
    // SAFETY: attached, by the token in `object`, which is an `int`.
    unless_raised(
        object.py(),
        run_python(|| unsafe { ffi::PyLong_AsUnsignedLongLong(object.as_ptr()) }),
        c_ulonglong::MAX,
    )
}

/// `OverflowError`, as CPython's own conversions raise.
fn fit<T, U: TryFrom<T>>(py: Python<'_>, value: T) -> PyResult<U> {
    U::try_from(value)
        .map_err(|_| PyErr::overflow_error(py, "the number does not fit the integer type"))
}

/// Those for which CPython has a function of at least their width.
macro_rules! one_call {
    ($($type:ty: $wide:ty, $to:path, $from:path;)*) => {$(
        impl<'py> IntoPyObject<'py> for $type {
            #[inline]
            fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                // SAFETY: attached, by the token. A new reference, or null with an exception.
                let int = unsafe { $to(<$wide>::from(self)) };
                // SAFETY: as above.
                unsafe { Bound::from_owned_ptr_or_err(py, int) }
            }
        }

        impl<'py> FromPyObject<'_, 'py> for $type {
            #[inline]
            fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
                fit(object.py(), $from(object)?)
            }
        }
    )*};
}
one_call! {
    i8: c_long, ffi::PyLong_FromLong, signed;
    i16: c_long, ffi::PyLong_FromLong, signed;
    i32: c_long, ffi::PyLong_FromLong, signed;
    i64: c_longlong, ffi::PyLong_FromLongLong, signed;
    isize: ffi::Py_ssize_t, ffi::PyLong_FromSsize_t, signed;
    u16: c_long, ffi::PyLong_FromLong, unsigned;
    u32: c_ulonglong, ffi::PyLong_FromUnsignedLongLong, unsigned;
    u64: c_ulonglong, ffi::PyLong_FromUnsignedLongLong, unsigned;
    usize: usize, ffi::PyLong_FromSize_t, unsigned;
}

/// Alone among the integers, a vector of it is `bytes`.
impl<'py> IntoPyObject<'py> for u8 {
    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        u16::from(self).into_pyobject(py)
    }

    fn vec_as_bytes(items: &[Self]) -> Option<&[u8]> {
        Some(items)
    }
}

impl<'py> FromPyObject<'_, 'py> for u8 {
    #[inline]
    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        fit(object.py(), unsigned(object)?)
    }

    fn vec_from_bytes(bytes: &[u8]) -> Option<Vec<Self>> {
        Some(bytes.to_vec())
    }
}

/// `high * 2**64 + low`: no function of the limited API takes 128 bits.
fn join<'py>(py: Python<'py>, high: Bound<'py, PyAny>, low: u64) -> PyResult<Bound<'py, PyAny>> {
    let bits = 64.into_pyobject(py)?;
    let low = low.into_pyobject(py)?;
    // SAFETY: attached, by the token; two integers. A new reference, or null with an exception.
    let high = unsafe { ffi::PyNumber_Lshift(high.as_ptr(), bits.as_ptr()) };
    // SAFETY: as above.
    let high = unsafe { Bound::from_owned_ptr_or_err(py, high) }?;
    // SAFETY: as above.
    let sum = unsafe { ffi::PyNumber_Or(high.as_ptr(), low.as_ptr()) };
    // SAFETY: as above.
    unsafe { Bound::from_owned_ptr_or_err(py, sum) }
}

/// The inverse of `join`: `high` may be negative, `low` is not.
fn split<'py>(object: Borrowed<'_, 'py, PyAny>) -> PyResult<(Bound<'py, PyAny>, u64)> {
    let py = object.py();
    let object = index(object)?;
    // SAFETY: attached, by the token; an `int`. The lowest bits, in two's complement; does not
    // overflow.
    let low = run_python(|| unsafe { ffi::PyLong_AsUnsignedLongLongMask(object.as_ptr()) });
    let low = unless_raised(py, low, c_ulonglong::MAX)?;
    #[cfg(not(Py_3_10))]
    let object = without_subclass(object)?;
    let bits = 64.into_pyobject(py)?;
    // SAFETY: attached, by the token; two integers. A new reference, or null with an exception.
    let high = unsafe { ffi::PyNumber_Rshift(object.as_ptr(), bits.as_ptr()) };
    // SAFETY: as above.
    let high = unsafe { Bound::from_owned_ptr_or_err(py, high) }?;
    Ok((high, low))
}

/// The same number as an `int` and no subclass of it, which may have a `__rshift__` of its own. From
/// 3.10 on that is what `PyNumber_Index` returns.
#[cfg(not(Py_3_10))]
fn without_subclass(object: Bound<'_, PyAny>) -> PyResult<Bound<'_, PyAny>> {
    // SAFETY: attached, by the token in `object`, which is alive.
    if unsafe { ffi::PyLong_CheckExact(object.as_ptr()) } != 0 {
        return Ok(object);
    }
    let py = object.py();
    let class = &raw mut ffi::PyLong_Type;
    // SAFETY: attached; a static type, which lives as long as the interpreter.
    let int = unsafe { Bound::<PyAny>::from_borrowed_ptr(py, class.cast()) };
    int.call_method1("__index__", (object,))
}

macro_rules! wide {
    ($($type:ty: $half:ty;)*) => {$(
        impl<'py> IntoPyObject<'py> for $type {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the two halves")]
            fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                join(py, ((self >> 64) as $half).into_pyobject(py)?, self as u64)
            }
        }

        impl<'py> FromPyObject<'_, 'py> for $type {
            fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
                let (high, low) = split(object)?;
                Ok(<$type>::from(high.extract::<$half>()?) << 64 | <$type>::from(low))
            }
        }
    )*};
}
wide! {
    i128: i64;
    u128: u64;
}
