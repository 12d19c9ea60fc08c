//! E0507: cannot move out of `copy.callback` which is behind a shared reference

use gilref::GilClone;
use pyo3::prelude::*;

#[derive(GilClone)]
pub struct Job {
    pub retries: u32,
    pub callback: Py<PyAny>,
}

pub fn callback(job: &Job) -> Py<PyAny> {
    let copy = job.clone();
    copy.callback
}

fn main() {}
