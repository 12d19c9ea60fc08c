//! Topics: who subscribed to what. Has no `unsafe`.

use std::collections::BTreeMap;
use std::{iter, mem, thread};

use gilref::types::{PyAny, PyList};
use gilref::{Bound, GilClone, Py, PyResult, Python};

#[derive(GilClone, Default)]
pub(crate) struct Topics {
    subscribers: BTreeMap<String, Vec<Subscriber>>,
    /// How many values this object has published: not the one that it is a copy of.
    #[gil_clone(default)]
    published: u64,
}

#[derive(GilClone)]
pub(crate) struct Subscriber {
    callback: Py<PyAny>,
    interest: Interest,
}

/// Which values a subscriber wants.
#[derive(GilClone)]
pub(crate) enum Interest {
    All,
    /// Those of which this is true.
    If(Py<PyAny>),
}

impl Topics {
    pub(crate) fn subscribe(&mut self, topic: String, subscriber: Subscriber) {
        self.subscribers.entry(topic).or_default().push(subscriber);
    }

    /// The subscribers of a topic, to be called while nothing is borrowed or locked: what they do
    /// is theirs, and may be to subscribe.
    pub(crate) fn publishing(&mut self, topic: &str, py: Python<'_>) -> Vec<Subscriber> {
        self.published += 1;
        self.subscribers
            .get(topic)
            .map_or_else(Vec::new, |found| found.clone_ref(py))
    }

    pub(crate) fn published(&self) -> u64 {
        self.published
    }

    pub(crate) fn len(&self) -> usize {
        self.subscribers.values().map(Vec::len).sum()
    }

    pub(crate) fn references(&self) -> impl Iterator<Item = &Py<PyAny>> {
        self.subscribers.values().flatten().flat_map(|subscriber| {
            let predicate = match &subscriber.interest {
                Interest::All => None,
                Interest::If(predicate) => Some(predicate),
            };
            iter::once(&subscriber.callback).chain(predicate)
        })
    }
}

impl Subscriber {
    pub(crate) fn new(callback: Bound<'_, PyAny>, predicate: Bound<'_, PyAny>) -> Self {
        let interest = if predicate.is_none() {
            Interest::All
        } else {
            Interest::If(predicate.unbind())
        };
        Self {
            callback: callback.unbind(),
            interest,
        }
    }

    fn receive<'py>(&self, value: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let py = value.py();
        if let Interest::If(predicate) = &self.interest {
            if !predicate.bind(py).call1((value,))?.is_truthy()? {
                return Ok(None);
            }
        }
        self.callback.bind(py).call1((value,)).map(Some)
    }
}

/// What the subscribers make of one value, as far as they want it.
pub(crate) fn publish<'py>(
    subscribers: &[Subscriber],
    value: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyList>> {
    let results = PyList::empty(value.py());
    for subscriber in subscribers {
        if let Some(result) = subscriber.receive(value)? {
            results.append(result)?;
        }
    }
    Ok(results)
}

/// The same for many values, by threads that each have subscribers of their own, and drop them
/// detached.
pub(crate) fn publish_many(
    subscribers: Vec<Subscriber>,
    mut values: Vec<Py<PyAny>>,
    threads: usize,
    py: Python<'_>,
) -> PyResult<Vec<Py<PyList>>> {
    let share = values.len().div_ceil(threads.max(1)).max(1);
    let shares: Vec<_> = iter::from_fn(|| {
        let rest = values.split_off(share.min(values.len()));
        let values = mem::replace(&mut values, rest);
        (!values.is_empty()).then(|| (subscribers.clone_ref(py), values))
    })
    .collect();

    let outcomes: Vec<PyResult<Vec<_>>> = py.detach(|| {
        let work = |(subscribers, values): (Vec<Subscriber>, Vec<Py<PyAny>>)| {
            let publish = |value: &Py<PyAny>| {
                Python::attach(|py| publish(&subscribers, value.bind(py)).map(Bound::unbind))
            };
            values.iter().map(publish).collect()
        };
        let threads: Vec<_> = shares
            .into_iter()
            .map(|share| thread::spawn(move || work(share)))
            .collect();
        threads
            .into_iter()
            .map(|thread| {
                thread
                    .join()
                    .unwrap_or_else(|payload| std::panic::resume_unwind(payload))
            })
            .collect()
    });
    let results: PyResult<Vec<_>> = outcomes.into_iter().collect();
    Ok(results?.into_iter().flatten().collect())
}
