//! What is done with a candidate and timed.

use std::hint::black_box;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
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
    finished: mpsc::Receiver<Duration>,
}

struct Task {
    push: fn(usize),
    /// Threads that have yet to come to the start.
    missing: Arc<AtomicUsize>,
}

impl Push {
    pub(crate) fn new(threads: usize, pushes: usize) -> Self {
        let (finish, finished) = mpsc::channel();
        let spawn = |number| {
            let (sender, tasks) = mpsc::channel::<Task>();
            let finish = finish.clone();
            thread::spawn(move || {
                pin(number % cores());
                for task in tasks {
                    // The C library tidies up after small frees at the next large allocation. Not
                    // on the account of whoever comes after a candidate that made the mess.
                    drop(black_box(Vec::<u8>::with_capacity(1 << 16)));
                    // Not a barrier that sleeps: those who have come should be on their cores.
                    task.missing.fetch_sub(1, Ordering::Relaxed);
                    while task.missing.load(Ordering::Relaxed) > 0 {
                        thread::yield_now();
                    }
                    let start = thread_time();
                    (task.push)(pushes);
                    finish.send(thread_time() - start).unwrap();
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
        let missing = Arc::new(AtomicUsize::new(self.threads.len()));
        for thread in &self.threads {
            let missing = missing.clone();
            let push = push_many::<P>;
            thread.send(Task { push, missing }).unwrap();
        }
        let times = self.threads.iter().map(|_| self.finished.recv().unwrap());
        let time: Duration = times.sum();
        let pushes = self.threads.len() * self.pushes;
        assert_eq!(P::drain(|_| {}), pushes);
        per(time, pushes)
    }
}

fn cores() -> usize {
    thread::available_parallelism().unwrap().get()
}

/// Keeps this thread on a core: two that share one, while the other is busy with something else,
/// never push at the same time.
fn pin(core: usize) {
    #[cfg(target_os = "linux")]
    {
        // SAFETY: a set of bits, for which zero is a value: none.
        let mut set: libc::cpu_set_t = unsafe { std::mem::zeroed() };
        // SAFETY: the set is large enough for the number of any core.
        unsafe { libc::CPU_SET(core, &mut set) };
        // SAFETY: the size is that of the set. An error leaves the thread where it is.
        unsafe { libc::sched_setaffinity(0, size_of_val(&set), &raw const set) };
    }
    #[cfg(not(target_os = "linux"))]
    let _ = core;
}

/// What this thread has had of the processor. Other programs' turns are not in it, so that there
/// may be more threads than cores; nor is the time asleep in a lock, which flatters the mutex.
fn thread_time() -> Duration {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: `time` is writable.
    let failed = unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &raw mut time) };
    assert_eq!(failed, 0);
    Duration::new(
        time.tv_sec.unsigned_abs(),
        time.tv_nsec.unsigned_abs() as u32,
    )
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
