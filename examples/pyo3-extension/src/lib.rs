//! A pipeline of stages that call back into Python, run by Rust threads.
//!
//! Every type that holds a Python reference derives [`gilref::GilClone`], none implements a clone or a
//! conversion by hand, and gilref drops the references: they are of [`gilref::for_pyo3::Py`]. PyO3's
//! feature `py-clone` is off.

mod cache;
mod options;
mod pipeline;
mod runtime;
mod stage;
mod step;
mod task;
mod worker;

use pyo3::prelude::*;

/// Pipelines of stages that call back into Python.
#[pymodule]
mod gilref_pipeline {
    use super::*;

    #[pymodule_export]
    use crate::options::Options;
    #[pymodule_export]
    use crate::pipeline::Pipeline;
    #[pymodule_export]
    use crate::stage::Stage;
    #[pymodule_export]
    use crate::step::Step;

    /// Lets gilref know when this interpreter ends, from the beginning: its threads are then refused
    /// to attach, instead of being stopped inside.
    #[pymodule_init]
    fn init(_module: &Bound<'_, PyModule>) -> PyResult<()> {
        gilref::Python::initialize();
        Ok(())
    }
}
