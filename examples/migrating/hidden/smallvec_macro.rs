//! E0271: type mismatch resolving `<[Job; 4] as Array>::Item == &Job`

use gilref::GilClone;
use pyo3::prelude::*;
use smallvec::{SmallVec, smallvec};

#[derive(GilClone)]
pub struct Job {
    pub retries: u32,
    pub callback: Py<PyAny>,
}

pub fn few(job: &Job) -> SmallVec<[Job; 4]> {
    smallvec![job.clone()]
}

fn main() {}
