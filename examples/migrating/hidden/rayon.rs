//! E0277: the trait bound `Job: Clone` is not satisfied

use gilref::GilClone;
use pyo3::prelude::*;
use rayon::prelude::*;

#[derive(GilClone)]
pub struct Job {
    pub retries: u32,
    pub callback: Py<PyAny>,
}

pub fn run(job: Job, numbers: &[u32]) {
    numbers.par_iter().for_each_with(job, |job, number| println!("{:?} {number}", job.callback));
}

fn main() {}
