//! How a stage is run.

use std::collections::HashMap;

use gilref::GilClone;
use gilref::for_pyo3::Py;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use pyo3::{PyTraverseError, PyVisit};
use semver::Version;

/// How a stage is run.
#[derive(GilClone)]
#[gil_clone(from_py_object, into_py_object)]
#[pyclass(module = "gilref_pipeline")]
pub(crate) struct Options {
    /// How many results a stage keeps.
    #[pyo3(get, set)]
    cache: usize,
    /// Called with the exception of a failed call; its result is the stage's.
    #[pyo3(get, set)]
    on_error: Option<Py<PyAny>>,
    /// Keyword arguments of each call.
    extra: HashMap<String, Py<PyAny>>,
    /// Another crate's type, which knows nothing of gilref and holds no Python reference.
    #[gil_clone(clone)]
    version: Version,
}

#[pymethods]
impl Options {
    #[new]
    #[pyo3(signature = (*, cache = 0, on_error = None, version = "0.1.0", **extra))]
    fn new(
        cache: usize,
        on_error: Option<Py<PyAny>>,
        version: &str,
        extra: Option<HashMap<String, Py<PyAny>>>,
    ) -> PyResult<Self> {
        let version =
            Version::parse(version).map_err(|error| PyValueError::new_err(error.to_string()))?;
        Ok(Self {
            cache,
            on_error,
            extra: extra.unwrap_or_default(),
            version,
        })
    }

    #[getter]
    fn version(&self) -> String {
        self.version.to_string()
    }

    #[getter]
    fn extra(&self) -> &HashMap<String, Py<PyAny>> {
        &self.extra
    }

    fn __copy__(&self, py: Python<'_>) -> Self {
        self.clone_ref(py)
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.references().try_for_each(|object| visit.call(object))
    }

    fn __clear__(&mut self) {
        self.clear();
    }
}

impl Options {
    pub(crate) fn cache(&self) -> usize {
        self.cache
    }

    pub(crate) fn on_error(&self) -> Option<&Py<PyAny>> {
        self.on_error.as_ref()
    }

    pub(crate) fn references(&self) -> impl Iterator<Item = &Py<PyAny>> {
        self.on_error.iter().chain(self.extra.values())
    }

    pub(crate) fn keywords<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        (&self.extra).into_pyobject(py)
    }

    pub(crate) fn clear(&mut self) {
        self.on_error = None;
        self.extra.clear();
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            cache: 0,
            on_error: None,
            extra: HashMap::new(),
            version: Version::new(0, 1, 0),
        }
    }
}
