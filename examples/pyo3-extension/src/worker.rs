//! One thread of [`Pipeline::run_many`](crate::pipeline::Pipeline::run_many).

use gilref::for_pyo3::{Py, attach};
use pyo3::prelude::*;

use crate::stage::{self, Stage};

/// What one thread works with: copies of its own, so that no thread waits for another's.
pub(crate) struct Worker {
    pub(crate) stages: Vec<Stage>,
    pub(crate) values: Vec<Py<PyAny>>,
}

impl Worker {
    /// Attaches for each value, so that the other threads get their turn, and once more at the end:
    /// what is dropped attached is released at once.
    pub(crate) fn work(mut self) -> PyResult<Vec<Py<PyAny>>> {
        let results = self.values.iter().map(|value| {
            attach(|py| stage::run_all(&mut self.stages, value.bind(py).clone()).map(Py::from))
        });
        let results = results.collect();
        attach(move |_py| drop(self));
        results
    }
}
