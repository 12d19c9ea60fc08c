//! Models of the requests: that whoever drops can rely on a drain to come.
//!
//! CPython's queue is a number here, and the calls in it are made at the end, when all threads are done:
//! what an entry needs is that a call is there then, or that the entry was released before.

use core::ptr::NonNull;

use loom::sync::Arc;
use loom::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use loom::thread;

use super::blocks::Blocks;
use super::request::Request;
use super::wish::Wish;

const ERA: u64 = 1;

struct Pool {
    blocks: Blocks<()>,
    wish: Wish,
    /// Calls in CPython's queue. It has a lock of its own, which orders nothing of ours.
    queue: std::sync::atomic::AtomicUsize,
}

impl Pool {
    fn push(&self, number: usize) {
        let entry = NonNull::new(core::ptr::without_provenance_mut(number + 1)).unwrap();
        self.blocks.claim().push(entry, 0);
        self.ask(ERA);
    }

    fn ask(&self, era: u64) {
        if self.wish.want(era) {
            self.queue.fetch_add(1, SeqCst);
        }
    }

    /// One call of the queue, if there is one.
    fn call(&self) {
        if self.queue.load(SeqCst) > 0 {
            self.queue.fetch_sub(1, SeqCst);
            if self.wish.answer() && !self.blocks.is_empty() {
                self.blocks.drain(usize::MAX, |_, _| {});
            }
        }
    }

    /// An attach.
    fn drain(&self) {
        if !self.blocks.is_empty() {
            self.wish.grant();
            self.blocks.drain(usize::MAX, |_, _| {});
        }
    }
}

/// Explores `model`; after it the calls that are in the queue are made, and nothing may wait.
fn explore(preemptions: Option<usize>, model: impl Fn(&Arc<Pool>) + Send + Sync + 'static) {
    let mut loom = loom::model::Builder::new();
    loom.preemption_bound = preemptions;
    loom.check(move || {
        let pool = Arc::new(Pool {
            blocks: Blocks::new(),
            wish: Wish::new(),
            queue: Default::default(),
        });
        model(&pool);
        assert!(pool.queue.load(SeqCst) <= 1, "one call is enough");
        while pool.queue.load(SeqCst) > 0 {
            pool.call();
        }
        assert!(pool.blocks.is_empty(), "never asked for");
    });
}

fn spawn(pool: &Arc<Pool>, f: impl FnOnce(&Pool) + 'static) -> thread::JoinHandle<()> {
    let pool = pool.clone();
    thread::spawn(move || f(&pool))
}

/// The call is made while another thread pushes and believes that it is still to come. What the call was
/// queued for was released by another drain: this thread has last seen an empty list.
#[test]
fn a_push_during_an_answer_is_asked_for() {
    explore(None, |pool| {
        pool.ask(ERA);
        let pusher = spawn(pool, |pool| pool.push(1));
        pool.call();
        pusher.join().unwrap();
    });
}

#[test]
fn two_pushes_and_two_calls() {
    explore(Some(3), |pool| {
        pool.push(0);
        let one = spawn(pool, |pool| pool.push(1));
        let other = spawn(pool, |pool| pool.push(2));
        pool.call();
        pool.call();
        one.join().unwrap();
        other.join().unwrap();
    });
}

/// Another thread's attach takes the wish with it, and must then release what was wished for.
#[test]
fn a_drain_that_grants_a_wish_releases_what_it_was_for() {
    explore(Some(3), |pool| {
        let pusher = spawn(pool, |pool| {
            pool.push(0);
            pool.push(1);
        });
        let drainer = spawn(pool, Pool::drain);
        pool.call();
        pusher.join().unwrap();
        drainer.join().unwrap();
    });
}

/// A call that was queued for another interpreter, or in the process that this one was forked from, is no
/// reason not to queue one.
#[test]
fn a_request_of_another_era_does_not_count() {
    explore(None, |pool| {
        pool.wish.want(ERA + 1);
        let pusher = spawn(pool, |pool| pool.push(0));
        pusher.join().unwrap();
    });
}

/// The drain thread ends just when an entry is pushed: one of the two threads sees to it.
#[test]
fn an_ending_drain_thread_leaves_nothing_to_nobody() {
    struct Drainer {
        running: Request,
        /// Stands for what waits.
        waiting: AtomicUsize,
    }

    impl Drainer {
        fn push(&self) {
            self.waiting
                .fetch_add(1, loom::sync::atomic::Ordering::Relaxed);
            if self.running.make(ERA) {
                self.serve();
            }
        }

        fn is_needed(&self) -> bool {
            self.waiting.load(loom::sync::atomic::Ordering::Relaxed) > 0
        }

        /// What the thread does from its start to its end.
        fn serve(&self) {
            loop {
                self.waiting.swap(0, loom::sync::atomic::Ordering::Relaxed);
                self.running.end();
                if !self.is_needed() || !self.running.make(ERA) {
                    return;
                }
            }
        }
    }

    loom::model(|| {
        let drainer = Arc::new(Drainer {
            running: Request::new(),
            waiting: AtomicUsize::new(0),
        });
        let other = {
            let drainer = drainer.clone();
            thread::spawn(move || drainer.push())
        };
        drainer.push();
        other.join().unwrap();
        assert!(!drainer.is_needed());
    });
}
