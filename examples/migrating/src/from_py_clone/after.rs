use std::thread;

use gilref::GilClone;
use gilref::for_pyo3::Py;
use pyo3::prelude::*;

#[derive(GilClone)]
#[gil_clone(from_py_object, into_py_object)]
#[pyclass]
pub struct Schedule {
    #[pyo3(get, set)]
    on_late: Option<Py<PyAny>>,
}

#[derive(GilClone)]
#[pyclass]
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
        let jobs: Vec<Job> = (0..count).map(|_| self.clone_ref(py)).collect();
        py.detach(|| {
            thread::scope(|scope| {
                for job in jobs {
                    scope.spawn(move || Python::attach(move |py| job.run(py)));
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
