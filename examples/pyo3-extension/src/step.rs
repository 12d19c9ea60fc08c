//! What a stage does with a value.

use gilref::GilClone;
use gilref::for_pyo3::Py;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};
use pyo3::{PyTraverseError, PyVisit};

/// What a stage does with a value.
#[derive(GilClone)]
#[gil_clone(from_py_object, into_py_object)]
#[pyclass(module = "gilref_pipeline", frozen)]
pub(crate) enum Step {
    /// Calls a function with the value.
    Call { function: Py<PyAny> },
    /// Looks an attribute of the value up.
    Attribute { name: Py<PyString> },
    /// Replaces the value.
    Constant { value: Py<PyAny> },
    /// Does nothing.
    Nothing {},
}

#[pymethods]
impl Step {
    fn __copy__(&self, py: Python<'_>) -> Self {
        self.clone_ref(py)
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.reference().map_or(Ok(()), |object| visit.call(object))
    }
}

impl Step {
    pub(crate) fn apply<'py>(
        &self,
        value: Bound<'py, PyAny>,
        keywords: &Bound<'py, PyDict>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = value.py();
        match self {
            Step::Call { function } => function.bind(py).call((value,), Some(keywords)),
            Step::Attribute { name } => value.getattr(name),
            Step::Constant { value } => Ok(value.clone_ref(py).into_bound(py)),
            Step::Nothing {} => Ok(value),
        }
    }

    pub(crate) fn reference(&self) -> Option<&Py<PyAny>> {
        match self {
            Step::Call { function: object } | Step::Constant { value: object } => Some(object),
            // A string is in no cycle.
            Step::Attribute { .. } | Step::Nothing {} => None,
        }
    }
}
