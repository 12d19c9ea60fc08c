//! Every error is mended. What is left is a warning, made an error here.
#![deny(noop_method_call)]

use std::thread;

use gilref::GilClone;
use pyo3::prelude::*;

#[derive(GilClone)]
#[gil_clone(from_py_object, into_py_object)]
#[pyclass]
pub struct Schedule {
    #[pyo3(get, set)]
    on_late: Option<Py<PyAny>>,
}

#[pyclass]
#[derive(GilClone)]
pub struct Job {
    name: String,
    callback: Py<PyAny>,
    #[pyo3(get)]
    schedule: Schedule,
}

#[pymethods]
impl Schedule {
    #[new]
    fn new(on_late: Option<Py<PyAny>>) -> Self {
        Schedule { on_late }
    }
}

#[pymethods]
impl Job {
    #[new]
    fn new(name: String, callback: Py<PyAny>, schedule: Schedule) -> Self {
        Job {
            name,
            callback,
            schedule,
        }
    }

    fn __copy__(&self, py: Python<'_>) -> Self {
        self.clone_ref(py)
    }

    fn run_on_threads(&self, py: Python<'_>, count: usize) {
        py.detach(|| {
            thread::scope(|scope| {
                for _ in 0..count {
                    let job = self.clone();
                    scope.spawn(move || Python::attach(|py| job.run(py)));
                }
            });
        });
    }
}

impl Job {
    fn run(&self, py: Python<'_>) {
        if let Err(error) = self.callback.call1(py, (&self.name,)) {
            error.print(py);
        }
    }
}

fn main() {}
