use std::sync::Arc;
use std::thread::{self, JoinHandle};

use pyo3::prelude::*;

#[derive(Clone)]
pub struct Listener {
    pub topic: String,
    pub callback: Arc<Py<PyAny>>,
}

pub struct Bus {
    pub listeners: Vec<Listener>,
}

impl Bus {
    pub fn publish(&self, event: &'static str) -> JoinHandle<PyResult<()>> {
        let listeners = self.listeners.clone();
        thread::spawn(move || {
            Python::attach(|py| {
                for listener in &listeners {
                    listener.callback.call1(py, (&listener.topic, event))?;
                }
                Ok(())
            })
        })
    }
}
