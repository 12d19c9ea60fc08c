//! For PyO3's users: a `Py` for PyO3's classes and types that gilref drops, and an attach that
//! gilref makes.
//!
//! A type that holds `pyo3::Py` and derives [`GilClone`](derive@crate::GilClone) is still dropped
//! by PyO3, by PyO3's rules: its own count of attachments decides whether a reference is released
//! at once, and its own pool keeps what is not. [`Py`] is a `pyo3::Py` that is dropped by gilref's
//! rules, see [`pool`](crate::pool). In a class nearly nothing changes but the import:
//!
//! ```
//! use gilref::for_pyo3::Py;
//! use pyo3::prelude::{Bound, PyAny, PyAnyMethods, Python, pyclass, pymethods};
//!
//! #[pyclass]
//! struct Handler {
//!     #[pyo3(get, set)]
//!     callback: Py<PyAny>,
//! }
//!
//! #[pymethods]
//! impl Handler {
//!     #[new]
//!     fn new(callback: Py<PyAny>) -> Self {
//!         Handler { callback }
//!     }
//!
//!     fn call<'py>(&self, py: Python<'py>) -> pyo3::PyResult<Bound<'py, PyAny>> {
//!         self.callback.bind(py).call0()
//!     }
//! }
//!
//! # gilref::Python::initialize();
//! # Python::attach(|py| {
//! let callback = py.get_type::<pyo3::types::PyList>().into_any();
//! let handler: Py<Handler> = Py::new(py, Handler::new(callback.into())).unwrap();
//! assert!(handler.bind(py).call_method0("call").unwrap().is_instance_of::<pyo3::types::PyList>());
//! # handler.drop_ref(py);
//! # });
//! ```
//!
//! An explicit import, such as that of `Py` here, wins over the one of `pyo3::prelude::*`: in a
//! module that has that line, the first line above is all that is added.
//!
//! [`attach`], [`try_attach`] and [`detach`] are those of gilref with PyO3's token: in place of
//! `pyo3::Python::attach`, `try_attach` and `py.detach`.
//!
//! What differs between the two crates, fault by fault, is on
//! [a page in the repository](https://github.com/OWNER/gilref/blob/main/docs/with-pyo3.md).

mod attach;
mod convert;
mod object;
mod py;

pub use attach::{attach, detach, try_attach};
pub use py::Py;
