//! One thread of [`Pipeline::run_many`](crate::pipeline::Pipeline::run_many).

use gilref::for_pyo3::Py;

use pyo3::prelude::*;

use crate::stage::{self, Stage};

/// What one thread works with: copies of its own, so that no thread waits for another's.
pub(crate) struct Worker {
    pub(crate) stages: Vec<Stage>,
    pub(crate) values: Vec<Py<PyAny>>,
}

impl Worker {
    /// Attaches for each value, so that the other threads get their turn.
    pub(crate) fn work(mut self) -> PyResult<Vec<Py<PyAny>>> {
        let mut results = Vec::with_capacity(self.values.len());
        for value in &self.values {
            results.push(Python::attach(|py| {
                stage::run_all(&mut self.stages, value.bind(py).clone()).map(Py::from)
            })?);
        }
        // Dropped here, this thread being attached. After an error they are dropped detached, and
        // wait in gilref's pool.
        Python::attach(move |_py| drop(self));
        Ok(results)
    }
}
