use std::thread::{self, JoinHandle};

use gilref::GilClone;
use pyo3::prelude::*;

#[derive(GilClone)]
pub struct Listener {
    pub topic: String,
    pub callback: Py<PyAny>,
}

pub struct Bus {
    pub listeners: Vec<Listener>,
}

impl Bus {
    pub fn publish(&self, py: Python<'_>, event: &'static str) -> JoinHandle<PyResult<()>> {
        let listeners = self.listeners.clone_ref(py);
        thread::spawn(move || {
            Python::attach(move |py| {
                for listener in &listeners {
                    listener.callback.call1(py, (&listener.topic, event))?;
                }
                Ok(())
            })
        })
    }
}
