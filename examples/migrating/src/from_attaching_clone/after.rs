use gilref::{AttachClone, GilClone};
use pyo3::prelude::*;

#[derive(GilClone)]
pub struct Handler {
    pub path: String,
    pub callback: Py<PyAny>,
    pub options: Vec<Py<PyAny>>,
}

/// Stands for another crate: a server that hands its state to each worker.
pub mod server {
    pub fn serve<S: Clone + Send + 'static>(state: S, workers: usize) -> Vec<S> {
        vec![state; workers]
    }
}

pub fn start(handler: &Handler, py: Python<'_>) -> Vec<AttachClone<Handler>> {
    server::serve(AttachClone(handler.clone_ref(py)), 4)
}

pub fn renamed(handler: &Handler, path: &str, py: Python<'_>) -> Handler {
    let mut copy = handler.clone_ref(py);
    copy.path = path.to_owned();
    copy
}
