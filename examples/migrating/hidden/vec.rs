//! E0277: the trait bound `Job: Clone` is not satisfied

use gilref::GilClone;
use pyo3::prelude::*;

#[derive(GilClone)]
pub struct Job {
    pub retries: u32,
    pub callback: Py<PyAny>,
}

pub fn many(job: Job) -> Vec<Job> {
    vec![job; 8]
}

fn main() {}
