//! E0277: the trait bound `pyo3::Py<pyo3::PyAny>: Clone` is not satisfied in

use gilref::GilClone;
use pyo3::prelude::*;

#[derive(GilClone)]
pub struct Job {
    pub retries: u32,
    pub callback: Py<PyAny>,
}

pub fn on_each_thread(run: impl Fn() + Clone + Send + 'static) {
    for _ in 0..4 {
        std::thread::spawn(run.clone());
    }
}

pub fn start(job: Job) {
    on_each_thread(move || println!("{:?}", job.callback));
}

fn main() {}
