use pyo3::prelude::*;

#[pyclass(from_py_object)]
#[derive(Clone)]
pub struct Job {
    pub name: String,
    pub callback: Py<PyAny>,
}

impl Job {
    pub fn with_name_of(&self, value: &Bound<'_, PyAny>) -> PyResult<Job> {
        let mut copy = self.clone();
        copy.name = value.str()?.to_string();
        Ok(copy)
    }

    pub fn run(&self) -> PyResult<Py<PyAny>> {
        let callback = self.callback.clone();
        Python::attach(|py| callback.call0(py))
    }
}

pub struct Queue {
    jobs: Vec<Job>,
}

impl Queue {
    pub fn new(jobs: Vec<Job>) -> Self {
        Queue { jobs }
    }
}

pub struct Callbacks<'a> {
    jobs: std::slice::Iter<'a, Job>,
}

impl Iterator for Callbacks<'_> {
    type Item = Py<PyAny>;

    fn next(&mut self) -> Option<Py<PyAny>> {
        Some(self.jobs.next()?.callback.clone())
    }
}

impl<'a> IntoIterator for &'a Queue {
    type Item = Py<PyAny>;
    type IntoIter = Callbacks<'a>;

    fn into_iter(self) -> Callbacks<'a> {
        Callbacks {
            jobs: self.jobs.iter(),
        }
    }
}

pub fn repeat<T: Clone>(value: &T, count: usize) -> Vec<T> {
    vec![value.clone(); count]
}

pub fn run_all(queue: &Queue) -> PyResult<()> {
    for callback in queue {
        Python::attach(|py| callback.call0(py))?;
    }
    Ok(())
}
