//! E0500: closure requires unique access to `*jobs` but it is already borrowed

use gilref::GilClone;
use pyo3::prelude::*;

#[derive(GilClone)]
pub struct Job {
    pub retries: u32,
    pub callback: Py<PyAny>,
}

pub fn take_first(jobs: &mut Vec<Job>) -> u32 {
    let job = jobs.first().unwrap().clone();
    let mut clear = || jobs.clear();
    clear();
    job.retries
}

fn main() {}
