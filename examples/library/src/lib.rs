//! Topics: values that were subscribed under a name.
//!
//! The values may hold references of gilref or of PyO3, and the tokens may be of either: this crate names neither.
//!
//! ```
//! use gilref::{Py, PyResult, Python, types::PyAny};
//! use topics::Topics;
//!
//! # Python::initialize();
//! Python::attach(|py| -> PyResult<()> {
//!     let mut topics: Topics<Py<PyAny>> = Topics::default();
//!     topics.subscribe("start", py.eval("print", None, None)?.unbind());
//!     topics.publish("start", py, |callback, py| callback.bind(py).call1(("started",)).map(drop))
//! })
//! # .unwrap();
//! ```

use std::collections::BTreeMap;
use std::thread::{self, JoinHandle};

use gilref::{GilClone, GilToken};

/// Values by topic. `T` is whatever a program subscribes: a `gilref::Py<PyAny>`, a `pyo3::Py<PyAny>`, a struct that holds some.
#[derive(GilClone)]
pub struct Topics<T> {
    subscribers: BTreeMap<String, Vec<T>>,
}

impl<T> Default for Topics<T> {
    fn default() -> Self {
        let subscribers = BTreeMap::new();
        Self { subscribers }
    }
}

impl<T> Topics<T> {
    /// Adds a value. Moving a reference takes no token.
    pub fn subscribe(&mut self, topic: &str, value: T) {
        let values = self.subscribers.entry(topic.to_owned()).or_default();
        values.push(value);
    }

    /// Copies of a topic's values, which the caller may send to another thread.
    pub fn subscribers<'py>(&self, topic: &str, py: impl GilToken<'py>) -> Vec<T>
    where
        T: GilClone,
    {
        let values = self.subscribers.get(topic);
        values.map_or_else(Vec::new, |values| values.clone_ref(py))
    }

    /// Calls `call` with each value of a topic, and with the caller's own token.
    ///
    /// # Errors
    ///
    /// The first error of `call`.
    pub fn publish<'py, P, E>(
        &self,
        topic: &str,
        py: P,
        mut call: impl FnMut(&T, P) -> Result<(), E>,
    ) -> Result<(), E>
    where
        P: GilToken<'py>,
    {
        let values = self.subscribers.get(topic);
        values
            .into_iter()
            .flatten()
            .try_for_each(|value| call(value, py))
    }
}

/// Waits for a thread that may itself attach.
pub fn join<'py, R: Send>(thread: JoinHandle<R>, py: impl GilToken<'py>) -> thread::Result<R> {
    py.python().detach(|| thread.join())
}
