//! Stages one after the other, on this thread or on many.

use std::{iter, panic, thread};

use gilref::GilClone;
use gilref::for_pyo3::{Py, detach};
use pyo3::exceptions::{PyBaseException, PyValueError};
use pyo3::prelude::*;
use pyo3::{PyTraverseError, PyVisit};

use crate::runtime::into_awaitable;
use crate::stage::{self, Stage};
use crate::task::Task;
use crate::worker::Worker;

/// Stages one after the other.
#[derive(GilClone)]
#[pyclass(module = "gilref_pipeline")]
pub(crate) struct Pipeline {
    #[pyo3(get, set)]
    stages: Vec<Stage>,
    /// What the last failed `run` raised.
    #[pyo3(get)]
    last_error: Option<Py<PyBaseException>>,
}

#[pymethods]
impl Pipeline {
    #[new]
    fn new(stages: Vec<Stage>) -> Self {
        Self {
            stages,
            last_error: None,
        }
    }

    /// What the stages make of one value.
    fn run<'py>(&mut self, value: Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = value.py();
        stage::run_all(&mut self.stages, value).inspect_err(|error| {
            self.last_error = Some(error.value(py).into());
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

        let outcomes: Vec<_> = detach(py, || {
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

    /// What the stages make of one value, as something to be awaited. The functions may be coroutine
    /// functions. Each task has stages of its own.
    fn run_async<'py>(&self, value: Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = value.py();
        let task = Task {
            stages: self.stages.clone_ref(py),
            value: value.into(),
        };
        into_awaitable(py, task.run())
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
        visit.call(self.last_error.as_deref())
    }

    fn __clear__(&mut self) {
        self.stages.clear();
        self.last_error = None;
    }
}
