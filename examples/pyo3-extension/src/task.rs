//! A pipeline as an asynchronous task: its functions may be coroutine functions.

use std::future::Future;
use std::pin::Pin;

use gilref::for_pyo3::Py;

use pyo3::prelude::*;
use pyo3_async_runtimes::tokio::into_future;
use tokio::task::block_in_place;

use crate::stage::Stage;

/// What a task holds, also while it waits. Where it is cancelled, Tokio drops it on one of its
/// threads, none of which is attached: the references wait in gilref's pool, and no thread waits for
/// the GIL.
pub(crate) struct Task {
    pub(crate) stages: Vec<Stage>,
    pub(crate) value: Py<PyAny>,
}

/// What a stage has given.
enum Outcome {
    Result(Py<PyAny>),
    Awaitable(Pin<Box<dyn Future<Output = PyResult<pyo3::Py<PyAny>>> + Send>>),
}

impl Task {
    pub(crate) async fn run(mut self) -> PyResult<Py<PyAny>> {
        for stage in &mut self.stages {
            // Waiting for the GIL blocks this thread: Tokio moves its other tasks to another one.
            let outcome =
                block_in_place(|| Python::attach(|py| start(stage, self.value.bind(py))))?;
            self.value = match outcome {
                Outcome::Result(result) => result,
                Outcome::Awaitable(future) => future.await?.into(),
            };
        }
        let Self { stages, value } = self;
        block_in_place(|| Python::attach(move |_py| drop(stages)));
        Ok(value)
    }
}

fn start(stage: &mut Stage, value: &Bound<'_, PyAny>) -> PyResult<Outcome> {
    let result = stage.run(value.clone())?;
    if result.hasattr("__await__")? {
        Ok(Outcome::Awaitable(Box::pin(into_future(result)?)))
    } else {
        Ok(Outcome::Result(result.into()))
    }
}
