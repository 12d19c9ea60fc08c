//! A class is cloned through its `PyRef` only when it derives `GilClone`.
//! Twin: `pass/class.rs`, `a_pyref_of_a_class`

use gilref::GilClone;
use pyo3::prelude::*;

#[pyclass]
struct Step {
    callback: Py<PyAny>,
}

fn copy(step: PyRef<'_, Step>, py: Python<'_>) -> Step {
    step.clone_ref(py)
}

fn copy_of_mutable(step: PyRefMut<'_, Step>) -> Step {
    step.clone_ref(step.py())
}

fn main() {}
