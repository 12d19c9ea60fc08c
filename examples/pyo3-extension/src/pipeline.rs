//! Stages one after the other, on this thread or on many.

use std::{iter, panic, thread};

use gilref::GilClone;
use pyo3::exceptions::{PyBaseException, PyValueError};
use pyo3::prelude::*;
use pyo3::{PyTraverseError, PyVisit};

use crate::stage::Stage;

/// Stages one after the other.
#[pyclass(module = "gilref_pipeline")]
#[derive(GilClone)]
pub(crate) struct Pipeline {
    stages: Vec<Stage>,
    /// What the last failed `run` raised.
    #[pyo3(get)]
    last_error: Option<Py<PyBaseException>>,
}

#[pymethods]
impl Pipeline {
    #[new]
    fn new(py: Python<'_>, stages: Vec<PyRef<'_, Stage>>) -> Self {
        Self {
            stages: stages.iter().map(|stage| stage.clone_ref(py)).collect(),
            last_error: None,
        }
    }

    /// Copies of the stages.
    #[getter]
    fn stages(&self, py: Python<'_>) -> Vec<Stage> {
        self.stages.clone_ref(py)
    }

    /// What the stages make of one value.
    fn run<'py>(&mut self, value: Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = value.py();
        run(&mut self.stages, value).inspect_err(|error| {
            self.last_error = Some(error.value(py).clone().unbind());
        })
    }

    /// What the stages make of many values, each thread with stages of its own.
    #[pyo3(signature = (values, *, threads = 2))]
    fn run_many(
        &self,
        py: Python<'_>,
        mut values: Vec<Py<PyAny>>,
        threads: usize,
    ) -> PyResult<Vec<Py<PyAny>>> {
        if threads == 0 {
            return Err(PyValueError::new_err("threads must be at least 1"));
        }
        let share = values.len().div_ceil(threads).max(1);
        let workers: Vec<Worker> = iter::from_fn(|| {
            let rest = values.split_off(share.min(values.len()));
            let values = std::mem::replace(&mut values, rest);
            let stages = (!values.is_empty()).then(|| self.stages.clone_ref(py));
            stages.map(|stages| Worker { stages, values })
        })
        .collect();

        let outcomes: Vec<_> = py.detach(|| {
            let threads: Vec<_> = workers
                .into_iter()
                .map(|worker| thread::spawn(|| worker.work()))
                .collect();
            threads.into_iter().map(|thread| thread.join()).collect()
        });

        let mut results = Vec::new();
        for outcome in outcomes {
            results.extend(outcome.unwrap_or_else(|payload| panic::resume_unwind(payload))?);
        }
        Ok(results)
    }

    fn __copy__(&self, py: Python<'_>) -> Self {
        self.clone_ref(py)
    }

    fn __len__(&self) -> usize {
        self.stages.len()
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        let references = self.stages.iter().flat_map(Stage::references);
        references.into_iter().try_for_each(|it| visit.call(it))?;
        visit.call(&self.last_error)
    }

    fn __clear__(&mut self) {
        self.stages.clear();
        self.last_error = None;
    }
}

/// What one thread does: with copies of its own, so that no thread waits for another's.
struct Worker {
    stages: Vec<Stage>,
    values: Vec<Py<PyAny>>,
}

impl Worker {
    /// Attaches for each value, so that others get their turn. What is left of the worker is dropped
    /// at the end, on a detached thread: PyO3 releases it later.
    fn work(mut self) -> PyResult<Vec<Py<PyAny>>> {
        let mut results = Vec::with_capacity(self.values.len());
        for value in &self.values {
            results.push(Python::attach(|py| {
                run(&mut self.stages, value.bind(py).clone()).map(Bound::unbind)
            })?);
        }
        Ok(results)
    }
}

fn run<'py>(stages: &mut [Stage], value: Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    stages
        .iter_mut()
        .try_fold(value, |value, stage| stage.run(value))
}
