//! E0502: cannot borrow `*jobs` as mutable because it is also borrowed as immutable

use gilref::GilClone;
use pyo3::prelude::*;

#[derive(GilClone)]
pub struct Job {
    pub retries: u32,
    pub callback: Py<PyAny>,
}

pub fn take_first(jobs: &mut Vec<Job>) -> u32 {
    let job = jobs.first().unwrap().clone();
    jobs.clear();
    job.retries
}

fn main() {}
