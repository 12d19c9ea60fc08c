//! E0599: the method `extend_from_slice` exists for mutable reference `&mut Vec<Job>`, but its trait bounds were not satisfied

use gilref::GilClone;
use pyo3::prelude::*;

#[derive(GilClone)]
pub struct Job {
    pub retries: u32,
    pub callback: Py<PyAny>,
}

pub fn add(jobs: &mut Vec<Job>, more: &[Job]) {
    jobs.extend_from_slice(more);
}

fn main() {}
