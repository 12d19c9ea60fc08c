use std::collections::HashMap;

use pyo3::prelude::*;

pub trait PyClone: Sized {
    fn py_clone(&self, py: Python<'_>) -> Self;
}

impl<T> PyClone for Py<T> {
    fn py_clone(&self, py: Python<'_>) -> Self {
        self.clone_ref(py)
    }
}

impl<T: PyClone> PyClone for Option<T> {
    fn py_clone(&self, py: Python<'_>) -> Self {
        self.as_ref().map(|value| value.py_clone(py))
    }
}

impl<T: PyClone> PyClone for Vec<T> {
    fn py_clone(&self, py: Python<'_>) -> Self {
        self.iter().map(|item| item.py_clone(py)).collect()
    }
}

impl<T: PyClone> PyClone for HashMap<String, T> {
    fn py_clone(&self, py: Python<'_>) -> Self {
        self.iter()
            .map(|(name, value)| (name.clone(), value.py_clone(py)))
            .collect()
    }
}

impl PyClone for String {
    fn py_clone(&self, _py: Python<'_>) -> Self {
        self.clone()
    }
}

#[derive(Clone, Copy)]
pub enum Level {
    Low,
    High,
}

impl PyClone for Level {
    fn py_clone(&self, _py: Python<'_>) -> Self {
        *self
    }
}

pub struct Rule {
    pub name: String,
    pub level: Level,
    pub check: Option<Py<PyAny>>,
    pub extra: HashMap<String, Py<PyAny>>,
}

impl PyClone for Rule {
    fn py_clone(&self, py: Python<'_>) -> Self {
        Rule {
            name: self.name.py_clone(py),
            level: self.level.py_clone(py),
            check: self.check.py_clone(py),
            extra: self.extra.py_clone(py),
        }
    }
}

pub fn fan_out<T: PyClone>(value: &T, count: usize, py: Python<'_>) -> Vec<T> {
    (0..count).map(|_| value.py_clone(py)).collect()
}
