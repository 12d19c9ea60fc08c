//! E0308: mismatched types

use gilref::GilClone;
use pyo3::prelude::*;

#[derive(GilClone)]
pub struct Job {
    pub retries: u32,
    pub callback: Py<PyAny>,
}

pub fn patient(job: &Job) -> Job {
    Job { retries: 3, ..job.clone() }
}

fn main() {}
