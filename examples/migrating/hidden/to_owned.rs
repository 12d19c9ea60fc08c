//! E0308: mismatched types

use gilref::GilClone;
use pyo3::prelude::*;

#[derive(GilClone)]
pub struct Job {
    pub retries: u32,
    pub callback: Py<PyAny>,
}

pub fn own(job: &Job) -> Job {
    job.to_owned()
}

fn main() {}
