use std::collections::VecDeque;

use gilref::{GilClone, Python};

use crate::Job;

/// Jobs in the order in which they will run.
#[derive(Debug, Default, GilClone)]
pub struct Queue {
    jobs: VecDeque<Job>,
}

impl Queue {
    /// Adds a job at the end.
    pub fn push(&mut self, job: Job) {
        self.jobs.push_back(job);
    }

    /// Takes the next job.
    pub fn pop(&mut self) -> Option<Job> {
        self.jobs.pop_front()
    }

    /// Adds copies of all jobs of another queue, which keeps its own.
    pub fn extend_from(&mut self, other: &Queue, py: Python<'_>) {
        self.jobs.extend(other.jobs.clone_ref(py));
    }

    /// How many jobs wait.
    #[must_use]
    pub fn len(&self) -> usize {
        self.jobs.len()
    }

    /// Whether no job waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.jobs.is_empty()
    }
}
