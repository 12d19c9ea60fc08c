//! A pipeline of stages that call back into Python, run by Rust threads.
//!
//! Every type that holds a Python reference derives [`gilref::GilClone`]; none implements a clone by
//! hand, and PyO3's feature `py-clone` is off.

mod cache;
mod options;
mod pipeline;
mod stage;
mod step;
mod task;
mod worker;

use pyo3::prelude::*;

/// Pipelines of stages that call back into Python.
#[pymodule]
mod gilref_pipeline {
    #[pymodule_export]
    use crate::options::Options;
    #[pymodule_export]
    use crate::pipeline::Pipeline;
    #[pymodule_export]
    use crate::stage::Stage;
    #[pymodule_export]
    use crate::step::Step;
}
