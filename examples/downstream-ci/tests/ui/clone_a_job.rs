//! A job holds Python objects: it has `clone_ref` and no `Clone`.

use job_queue::Job;

fn twice(job: Job) -> [Job; 2] {
    [job.clone(), job]
}

fn main() {}
