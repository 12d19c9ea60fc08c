use gilref::GilClone;
use pyo3::prelude::*;

#[derive(GilClone)]
#[gil_clone(from_py_object)]
#[pyclass]
pub struct Job {
    pub name: String,
    pub callback: Py<PyAny>,
}

impl Job {
    pub fn with_name_of(&self, value: &Bound<'_, PyAny>) -> PyResult<Job> {
        let mut copy = self.clone_ref(value.py());
        copy.name = value.str()?.to_string();
        Ok(copy)
    }

    pub fn run(&self) -> PyResult<Py<PyAny>> {
        Python::attach(|py| self.callback.call0(py))
    }
}

pub struct Queue {
    jobs: Vec<Job>,
}

impl Queue {
    pub fn new(jobs: Vec<Job>) -> Self {
        Queue { jobs }
    }

    pub fn callbacks<'a, 'py>(&'a self, py: Python<'py>) -> Callbacks<'a, 'py> {
        Callbacks {
            jobs: self.jobs.iter(),
            py,
        }
    }
}

pub struct Callbacks<'a, 'py> {
    jobs: std::slice::Iter<'a, Job>,
    py: Python<'py>,
}

impl Iterator for Callbacks<'_, '_> {
    type Item = Py<PyAny>;

    fn next(&mut self) -> Option<Py<PyAny>> {
        Some(self.jobs.next()?.callback.clone_ref(self.py))
    }
}

pub fn repeat<T: GilClone>(value: &T, count: usize, py: Python<'_>) -> Vec<T> {
    (0..count).map(|_| value.clone_ref(py)).collect()
}

pub fn run_all(queue: &Queue) -> PyResult<()> {
    Python::attach(|py| {
        for callback in queue.callbacks(py) {
            callback.call0(py)?;
        }
        Ok(())
    })
}
