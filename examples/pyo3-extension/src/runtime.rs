//! Tokio as the bridge between asyncio and Rust drives it, attached by gilref.
//!
//! The bridge attaches by PyO3, also at the end of the interpreter, where that aborts the process.
//! Inside an attach of gilref's, PyO3 finds the thread attached; and at the end gilref refuses it, or
//! lets the exit wait for it.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

use gilref::for_pyo3::{Py, try_attach};
use pyo3::prelude::*;
use pyo3_async_runtimes::generic::{self, ContextExt, Runtime, get_current_locals};
use pyo3_async_runtimes::tokio::get_runtime;
use pyo3_async_runtimes::{TaskLocals, into_future_with_locals};
use tokio::task::{JoinError, JoinHandle};

/// An awaitable Python object that is `future`.
pub(crate) fn into_awaitable<'py, T>(
    py: Python<'py>,
    future: impl Future<Output = PyResult<T>> + Send + 'static,
) -> PyResult<Bound<'py, PyAny>>
where
    T: for<'a> IntoPyObject<'a> + Send + 'static,
{
    generic::future_into_py::<Tokio, _, _>(py, future)
}

/// A future of what an awaitable Python object gives. It is polled attached.
pub(crate) fn into_future(
    awaitable: Bound<'_, PyAny>,
) -> PyResult<impl Future<Output = PyResult<Py<PyAny>>> + Send + use<>> {
    let locals = get_current_locals::<Tokio>(awaitable.py())?;
    let mut future = Box::pin(into_future_with_locals(&locals, awaitable)?);
    Ok(poll_fn(move |context| {
        match try_attach(|_py| future.as_mut().poll(context)) {
            Ok(poll) => poll.map_ok(Py::from),
            // The interpreter ends: nothing will come.
            Err(_) => Poll::Pending,
        }
    }))
}

struct Tokio;

tokio::task_local! {
    static LOCALS: TaskLocals;
}

impl Runtime for Tokio {
    type JoinError = JoinError;
    type JoinHandle = JoinHandle<()>;

    fn spawn<F>(future: F) -> JoinHandle<()>
    where
        F: Future<Output = ()> + Send + 'static,
    {
        get_runtime().spawn(future)
    }

    /// Used by the bridge for what attaches.
    fn spawn_blocking<F>(function: F) -> JoinHandle<()>
    where
        F: FnOnce() + Send + 'static,
    {
        get_runtime().spawn_blocking(|| {
            // Refused at the end of the interpreter, when nobody asks for the result any more.
            let _ = try_attach(|_py| function());
        })
    }
}

impl ContextExt for Tokio {
    fn scope<F, R>(locals: TaskLocals, future: F) -> Pin<Box<dyn Future<Output = R> + Send>>
    where
        F: Future<Output = R> + Send + 'static,
    {
        Box::pin(LOCALS.scope(locals, future))
    }

    fn get_task_locals() -> Option<TaskLocals> {
        LOCALS.try_with(Clone::clone).ok()
    }
}
