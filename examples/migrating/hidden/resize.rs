//! E0599: the method `resize` exists for mutable reference `&mut Vec<Job>`, but its trait bounds were not satisfied

use gilref::GilClone;
use pyo3::prelude::*;

#[derive(GilClone)]
pub struct Job {
    pub retries: u32,
    pub callback: Py<PyAny>,
}

pub fn fill(jobs: &mut Vec<Job>, job: Job) {
    jobs.resize(8, job);
}

fn main() {}
