//! E0277: the trait bound `Job: Clone` is not satisfied

use gilref::GilClone;
use pyo3::prelude::*;
use smallvec::SmallVec;

#[derive(GilClone)]
pub struct Job {
    pub retries: u32,
    pub callback: Py<PyAny>,
}

pub fn few(jobs: &[Job]) -> SmallVec<[Job; 4]> {
    SmallVec::from(jobs)
}

fn main() {}
