//! A pipeline as an asynchronous task: its functions may be coroutine functions.

use std::future::Future;
use std::pin::Pin;

use gilref::for_pyo3::{Py, attach};
use pyo3::prelude::*;
use tokio::task::block_in_place;

use crate::runtime::into_future;
use crate::stage::Stage;

/// What a task holds, also while it waits.
///
/// Where it is cancelled, or ends with an error, Tokio drops it on one of its threads, which is not
/// attached: the references wait in gilref's pool until they are released.
pub(crate) struct Task {
    pub(crate) stages: Vec<Stage>,
    pub(crate) value: Py<PyAny>,
}

/// What a stage has given.
enum Outcome {
    Result(Py<PyAny>),
    Awaitable(Pin<Box<dyn Future<Output = PyResult<Py<PyAny>>> + Send>>),
}

impl Task {
    pub(crate) async fn run(self) -> PyResult<Py<PyAny>> {
        let Self {
            mut stages,
            mut value,
        } = self;
        for stage in &mut stages {
            // Waiting for the GIL blocks this thread: Tokio moves its other tasks to another one.
            let outcome = block_in_place(|| attach(move |py| start(stage, value.into_bound(py))))?;
            value = match outcome {
                Outcome::Result(result) => result,
                Outcome::Awaitable(future) => future.await?,
            };
        }
        block_in_place(|| attach(move |_py| drop(stages)));
        Ok(value)
    }
}

fn start(stage: &mut Stage, value: Bound<'_, PyAny>) -> PyResult<Outcome> {
    let result = stage.run(value)?;
    if result.hasattr("__await__")? {
        Ok(Outcome::Awaitable(Box::pin(into_future(result)?)))
    } else {
        Ok(Outcome::Result(result.into()))
    }
}
