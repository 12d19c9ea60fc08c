//! Who holds a job can't derive `Clone` either.

use job_queue::Job;

#[derive(Clone)]
struct Scheduled {
    at: std::time::Instant,
    job: Job,
}

fn main() {}
