//! `Ungil` with a nightly compiler: an auto trait.

use pyo3_ffi as ffi;

/// Values that may enter and leave [`Python::detach`](crate::Python::detach).
///
/// What must stay outside are tokens and everything that carries one: `Python`, `Bound`,
/// `Borrowed`.
///
/// With the feature `nightly` this is an auto trait: every type that holds no token, whether `Send`
/// or not. Three things are left. Trait objects are not `Ungil`, for the compiler can't look into
/// them and lets nobody say it for them; a type of one's own around one can have the impl. And
/// thread locals that lend their content for a scope (`scoped-tls`) can lend a token that was put
/// there before `detach`: a known hole. So are types that erase what they borrow behind a pointer,
/// with no trait object that would tell: std has one, [`fmt::Arguments`](std::fmt::Arguments),
/// which is refused by name.
///
/// # Safety
///
/// The type holds no token, and no reference to a Python object that can be used without one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be used while this thread is detached from Python",
    label = "carries a token",
    note = "values that are bound to the attachment (`Python`, `Bound`, `Borrowed`) stay outside `detach`",
    note = "`bound.unbind()` gives a `Py`, which may enter `detach` and cross threads"
)]
pub unsafe auto trait Ungil {}

impl !Ungil for crate::Python<'_> {}
impl !Ungil for ffi::PyObject {}
/// What it will print may be a [`Bound`](crate::Bound), whose `repr()` is Python code.
impl !Ungil for std::fmt::Arguments<'_> {}

#[cfg(feature = "pyo3")]
impl !Ungil for pyo3::Python<'_> {}
// SAFETY: does nothing with its object unless it is given a token.
#[cfg(feature = "pyo3")]
unsafe impl<T> Ungil for pyo3::Py<T> {}
// SAFETY: as above; what makes the exception later is `Send`, and is given a token.
#[cfg(feature = "pyo3")]
unsafe impl Ungil for pyo3::PyErr {}
