//! E0597: `jobs` does not live long enough

use gilref::GilClone;
use pyo3::prelude::*;

#[derive(GilClone)]
pub struct Job {
    pub retries: u32,
    pub callback: Py<PyAny>,
}

pub fn retries(jobs: fn() -> Vec<Job>) -> u32 {
    let job;
    {
        let jobs = jobs();
        job = jobs.first().unwrap().clone();
    }
    job.retries
}

fn main() {}
