//! What is done with a candidate and timed.

use std::hint::black_box;
use std::ptr::NonNull;
use std::sync::{Arc, Barrier, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use crate::candidates::{Object, Pool};

pub(crate) trait Scenario {
    /// Nanoseconds per operation. Leaves the pool empty.
    fn round<P: Pool>(&self) -> f64;
}

/// Several threads push at once.
pub(crate) struct Push {
    /// By each thread.
    pushes: usize,
    /// One for each thread. They stay from round to round, as the threads of a program do.
    threads: Vec<mpsc::Sender<Task>>,
    finished: mpsc::Receiver<(Instant, Instant)>,
}

struct Task {
    push: fn(usize),
    start: Arc<Barrier>,
}

impl Push {
    pub(crate) fn new(threads: usize, pushes: usize) -> Self {
        let (finish, finished) = mpsc::channel();
        let spawn = |_| {
            let (sender, tasks) = mpsc::channel::<Task>();
            let finish = finish.clone();
            thread::spawn(move || {
                for task in tasks {
                    // The C library tidies up after small frees at the next large allocation. Not
                    // on the account of whoever comes after a candidate that made the mess.
                    drop(black_box(Vec::<u8>::with_capacity(1 << 16)));
                    task.start.wait();
                    let from = Instant::now();
                    (task.push)(pushes);
                    finish.send((from, Instant::now())).unwrap();
                }
            });
            sender
        };
        Self {
            pushes,
            threads: (0..threads).map(spawn).collect(),
            finished,
        }
    }
}

fn push_many<P: Pool>(pushes: usize) {
    for _ in 0..pushes {
        P::push(black_box(NonNull::dangling()));
    }
}

impl Scenario for Push {
    fn round<P: Pool>(&self) -> f64 {
        let start = Arc::new(Barrier::new(self.threads.len()));
        for thread in &self.threads {
            let start = start.clone();
            let push = push_many::<P>;
            thread.send(Task { push, start }).unwrap();
        }
        let times = self.threads.iter().map(|_| self.finished.recv().unwrap());
        let (from, until): (Vec<_>, Vec<_>) = times.unzip();
        let wall = until
            .iter()
            .max()
            .unwrap()
            .duration_since(*from.iter().min().unwrap());
        let pushes = self.threads.len() * self.pushes;
        assert_eq!(P::drain(|_| {}), pushes);

        // With more threads than cores each has a share of one: what is reported is a core's time.
        let cores = thread::available_parallelism().unwrap().get();
        per(wall, pushes) * self.threads.len().min(cores) as f64
    }
}

/// One thread takes out what another pushed, and brings down the count of each object.
pub(crate) struct Drain {
    pub(crate) entries: usize,
}

impl Scenario for Drain {
    fn round<P: Pool>(&self) -> f64 {
        let mut objects: Vec<Object> = (0..self.entries).map(|_| Object { count: 2 }).collect();
        let push = || {
            for object in &mut objects {
                P::push(NonNull::from(object));
            }
        };
        thread::scope(|scope| scope.spawn(push).join().unwrap());
        let start = Instant::now();
        let count = P::drain(|mut entry| {
            // SAFETY: every entry points into `objects`, which no other thread touches now.
            let object = unsafe { entry.as_mut() };
            object.count = black_box(object.count - 1);
        });
        let wall = start.elapsed();
        assert_eq!(count, self.entries);
        per(wall, self.entries)
    }
}

/// What every attach does.
pub(crate) struct Check;

impl Scenario for Check {
    fn round<P: Pool>(&self) -> f64 {
        const CHECKS: usize = 10_000;
        let start = Instant::now();
        for _ in 0..CHECKS {
            assert!(black_box(P::is_empty()));
        }
        per(start.elapsed(), CHECKS)
    }
}

/// A thread that drops one object between two attaches.
pub(crate) struct PushAndDrain;

impl Scenario for PushAndDrain {
    fn round<P: Pool>(&self) -> f64 {
        const TIMES: usize = 10_000;
        let start = Instant::now();
        for _ in 0..TIMES {
            P::push(black_box(NonNull::dangling()));
            P::drain(|entry| _ = black_box(entry));
        }
        per(start.elapsed(), TIMES)
    }
}

fn per(time: Duration, operations: usize) -> f64 {
    time.as_nanos() as f64 / operations as f64
}
