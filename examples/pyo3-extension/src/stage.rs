//! One stage of a pipeline.

use std::iter;

use gilref::GilClone;
use gilref::for_pyo3::Py;
use pyo3::prelude::*;
use pyo3::types::PyInt;
use pyo3::{PyTraverseError, PyVisit};

use crate::cache::Cache;
use crate::options::Options;
use crate::step::Step;

/// One stage of a pipeline.
#[derive(GilClone)]
#[gil_clone(from_py_object, into_py_object)]
#[pyclass(module = "gilref_pipeline")]
pub(crate) struct Stage {
    #[pyo3(get, set)]
    name: String,
    /// Anything that the user wants to find again.
    #[pyo3(get, set)]
    tag: Py<PyAny>,
    #[pyo3(get, set)]
    options: Options,
    #[pyo3(get, set)]
    step: Step,
    /// By the value, where that is an integer.
    cache: Cache<i64, Py<PyAny>>,
    /// How often the step was done by this stage: not by the one that it is a copy of.
    #[gil_clone(default)]
    #[pyo3(get)]
    runs: u64,
}

#[pymethods]
impl Stage {
    #[new]
    #[pyo3(signature = (name, step, *, tag = None, options = None))]
    fn new(
        py: Python<'_>,
        name: String,
        step: Step,
        tag: Option<Py<PyAny>>,
        options: Option<Options>,
    ) -> Self {
        let options = options.unwrap_or_default();
        Self {
            name,
            tag: tag.unwrap_or_else(|| py.None().into()),
            cache: Cache::new(options.cache()),
            options,
            step,
            runs: 0,
        }
    }

    /// What the step makes of `value`.
    fn __call__<'py>(&mut self, value: Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        self.run(value)
    }

    /// How many results are kept.
    #[getter]
    fn cached(&self) -> usize {
        self.cache.len()
    }

    fn __copy__(&self, py: Python<'_>) -> Self {
        self.clone_ref(py)
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.references().try_for_each(|object| visit.call(object))
    }

    fn __clear__(&mut self) {
        self.options.clear();
        self.cache.clear();
        self.step = Step::Nothing {};
    }
}

impl Stage {
    pub(crate) fn run<'py>(&mut self, value: Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = value.py();
        let key = value.cast_exact::<PyInt>().ok();
        let key: Option<i64> = key.and_then(|number| number.extract().ok());
        if let Some(known) = key.and_then(|key| self.cache.get(&key)) {
            return Ok(known.clone_ref(py).into_bound(py));
        }
        self.runs += 1;
        let keywords = self.options.keywords(py)?;
        let result = match (self.step.apply(value, &keywords), self.options.on_error()) {
            (Err(error), Some(on_error)) => on_error.bind(py).call1((error.into_value(py),)),
            (result, _) => result,
        }?;
        if let Some(key) = key {
            self.cache.insert(key, (&result).into());
        }
        Ok(result)
    }

    pub(crate) fn references(&self) -> impl Iterator<Item = &Py<PyAny>> {
        iter::once(&self.tag)
            .chain(self.options.references())
            .chain(self.step.reference())
            .chain(self.cache.values())
    }
}

/// What stages make of one value, one after the other.
pub(crate) fn run_all<'py>(
    stages: &mut [Stage],
    value: Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    stages
        .iter_mut()
        .try_fold(value, |value, stage| stage.run(value))
}
