//! E0599: no method named `clone_from` found for mutable reference `&mut Job` in the current scope

use gilref::GilClone;
use pyo3::prelude::*;

#[derive(GilClone)]
pub struct Job {
    pub retries: u32,
    pub callback: Py<PyAny>,
}

pub fn reset(job: &mut Job, original: &Job) {
    job.clone_from(original);
}

fn main() {}
