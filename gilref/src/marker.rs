//! Marker types: each stands for a type of Python, as the `T` of a `Py<T>`. Their methods are in `types/`.

use std::convert::Infallible;

/// Any object: Python's `object`.
///
/// Its methods, on `Bound<'py, PyAny>`, are what Python's operators and built-in functions do, and
/// raise what those raise.
#[derive(Debug)]
pub struct PyAny(Infallible);

/// `True` or `False`: Python's `bool`.
#[derive(Debug)]
pub struct PyBool(Infallible);

/// A whole number of any size: Python's `int`.
#[derive(Debug)]
pub struct PyInt(Infallible);

/// A floating-point number: Python's `float`.
#[derive(Debug)]
pub struct PyFloat(Infallible);

/// A string: Python's `str`.
#[derive(Debug)]
pub struct PyString(Infallible);

/// Bytes that never change: Python's `bytes`.
#[derive(Debug)]
pub struct PyBytes(Infallible);

/// A list: Python's `list`.
#[derive(Debug)]
pub struct PyList(Infallible);

/// A tuple: Python's `tuple`.
#[derive(Debug)]
pub struct PyTuple(Infallible);

/// A dictionary: Python's `dict`.
#[derive(Debug)]
pub struct PyDict(Infallible);

/// A module: Python's `types.ModuleType`.
#[derive(Debug)]
pub struct PyModule(Infallible);

/// A class: Python's `type`.
#[derive(Debug)]
pub struct PyType(Infallible);
