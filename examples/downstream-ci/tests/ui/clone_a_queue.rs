//! A queue holds jobs: it has `clone_ref` and no `Clone`.

use job_queue::Queue;

fn twice(queue: Queue) -> [Queue; 2] {
    [queue.clone(), queue]
}

fn main() {}
