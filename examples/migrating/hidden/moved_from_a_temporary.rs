//! E0716: temporary value dropped while borrowed

use gilref::GilClone;
use pyo3::prelude::*;

#[derive(GilClone)]
pub struct Job {
    pub retries: u32,
    pub callback: Py<PyAny>,
}

pub fn retries(jobs: fn() -> Vec<Job>) -> u32 {
    let job = jobs().first().unwrap().clone();
    job.retries
}

fn main() {}
