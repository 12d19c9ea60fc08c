//! The trait and its impls are gone and `GilClone` is derived, and nothing else has changed.

use std::collections::HashMap;

use gilref::GilClone;
use pyo3::prelude::*;

#[derive(Clone, Copy)]
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

fn main() {}
