use std::collections::HashMap;

use gilref::GilClone;
use pyo3::prelude::*;

#[derive(Clone, Copy, GilClone)]
pub enum Level {
    Low,
    High,
}

#[derive(GilClone)]
pub struct Rule {
    pub name: String,
    pub level: Level,
    pub check: Option<Py<PyAny>>,
    pub extra: HashMap<String, Py<PyAny>>,
}

pub fn fan_out<T: GilClone>(value: &T, count: usize, py: Python<'_>) -> Vec<T> {
    (0..count).map(|_| value.clone_ref(py)).collect()
}
