//! The copy of a job needs a proof that this thread is attached.

use gilref::GilClone;
use job_queue::Job;

fn twice(job: Job) -> [Job; 2] {
    [job.clone_ref(), job]
}

fn main() {}
