use pyo3::prelude::*;

pub struct Handler {
    pub path: String,
    pub callback: Py<PyAny>,
    pub options: Vec<Py<PyAny>>,
}

impl Clone for Handler {
    fn clone(&self) -> Self {
        Python::attach(|py| Handler {
            path: self.path.clone(),
            callback: self.callback.clone_ref(py),
            options: self
                .options
                .iter()
                .map(|option| option.clone_ref(py))
                .collect(),
        })
    }
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
