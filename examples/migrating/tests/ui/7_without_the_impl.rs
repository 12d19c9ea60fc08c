//! The impl is gone and `GilClone` is derived, and nothing else has changed.

use gilref::GilClone;
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

pub fn start(handler: &Handler) -> Vec<Handler> {
    server::serve(handler.clone(), 4)
}

pub fn renamed(handler: &Handler, path: &str) -> Handler {
    let mut copy = handler.clone();
    copy.path = path.to_owned();
    copy
}

fn main() {}
