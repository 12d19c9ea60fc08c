//! E0277: the trait bound `Job: Clone` is not satisfied

use gilref::GilClone;
use pyo3::prelude::*;

#[derive(GilClone)]
pub struct Job {
    pub retries: u32,
    pub callback: Py<PyAny>,
}

impl AsRef<u32> for Job {
    fn as_ref(&self) -> &u32 {
        &self.retries
    }
}

pub fn print_twice(retries: impl AsRef<u32> + Clone) {
    println!("{} {}", retries.clone().as_ref(), retries.as_ref());
}

pub fn start(job: Job) {
    print_twice(job);
}

fn main() {}
