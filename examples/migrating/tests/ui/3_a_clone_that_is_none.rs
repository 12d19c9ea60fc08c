//! Every error is mended. What is left is a warning, made an error here.
#![deny(noop_method_call)]

use std::thread;

use gilref::GilClone;
use pyo3::prelude::*;

#[pyclass]
#[derive(GilClone)]
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

/// For `#[pyo3(get)]`.
impl<'py> IntoPyObject<'py> for &Schedule {
    type Target = Schedule;
    type Output = Bound<'py, Schedule>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, Schedule>> {
        Bound::new(py, self.clone_ref(py))
    }
}

/// For arguments of the type `Schedule`.
impl<'py> FromPyObject<'_, 'py> for Schedule {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Ok(object
            .cast::<Schedule>()?
            .try_borrow()?
            .clone_ref(object.py()))
    }
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
