//! E0277: the trait bound `Job: Clone` is not satisfied

use gilref::GilClone;
use pyo3::prelude::*;

#[derive(GilClone)]
pub struct Job {
    pub retries: u32,
    pub callback: Py<PyAny>,
}

pub fn first(jobs: &[Job]) -> Option<Job> {
    jobs.first().cloned()
}

fn main() {}
