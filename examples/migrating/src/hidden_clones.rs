//! What takes the place of the clones that are not called `clone`: those of `hidden/`.

use gilref::GilClone;
use pyo3::prelude::*;
use rayon::prelude::*;
use smallvec::SmallVec;

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

pub fn cloned(jobs: &[Job], py: Python<'_>) -> Vec<Job> {
    jobs.iter().map(|job| job.clone_ref(py)).collect()
}

pub fn option_cloned(jobs: &[Job], py: Python<'_>) -> Option<Job> {
    jobs.first().map(|job| job.clone_ref(py))
}

pub fn to_vec(jobs: &Vec<Job>, py: Python<'_>) -> Vec<Job> {
    jobs.clone_ref(py)
}

pub fn to_owned(job: &Job, py: Python<'_>) -> Job {
    job.clone_ref(py)
}

pub fn vec(job: Job, py: Python<'_>) -> Vec<Job> {
    (0..8).map(|_| job.clone_ref(py)).collect()
}

pub fn resize(jobs: &mut Vec<Job>, job: Job, py: Python<'_>) {
    jobs.resize_with(8, || job.clone_ref(py));
}

pub fn extend_from_slice(jobs: &mut Vec<Job>, more: &[Job], py: Python<'_>) {
    jobs.extend(more.iter().map(|job| job.clone_ref(py)));
}

pub fn struct_update(job: &Job, py: Python<'_>) -> Job {
    Job {
        retries: 3,
        ..job.clone_ref(py)
    }
}

pub fn clone_from(job: &mut Job, original: &Job, py: Python<'_>) {
    *job = original.clone_ref(py);
}

pub fn moved_later(job: &Job, py: Python<'_>) -> Py<PyAny> {
    let copy = job.clone_ref(py);
    copy.callback
}

pub fn moved_from_a_temporary(jobs: fn() -> Vec<Job>, py: Python<'_>) -> u32 {
    let job = jobs().first().unwrap().clone_ref(py);
    job.retries
}

pub fn borrowed_meanwhile(jobs: &mut Vec<Job>, py: Python<'_>) -> u32 {
    let job = jobs.first().unwrap().clone_ref(py);
    jobs.clear();
    job.retries
}

pub fn on_each_thread(run: impl Fn() + Clone + Send + 'static) {
    for _ in 0..4 {
        std::thread::spawn(run.clone());
    }
}

pub fn closure(job: Job) {
    let job = std::sync::Arc::new(job);
    on_each_thread(move || println!("{:?}", job.callback));
}

pub fn smallvec_from_slice(jobs: &[Job], py: Python<'_>) -> SmallVec<[Job; 4]> {
    jobs.iter().map(|job| job.clone_ref(py)).collect()
}

pub fn smallvec_macro(job: &Job, py: Python<'_>) -> SmallVec<[Job; 4]> {
    smallvec::smallvec![job.clone_ref(py)]
}

pub fn print_twice(retries: impl AsRef<u32> + Clone) {
    println!("{} {}", retries.clone().as_ref(), retries.as_ref());
}

pub fn as_ref(job: Job) {
    print_twice(&job);
}

pub fn rayon(job: Job, numbers: &[u32]) {
    numbers
        .par_iter()
        .for_each(|number| println!("{:?} {number}", job.callback));
}
