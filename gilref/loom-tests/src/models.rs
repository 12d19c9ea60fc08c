//! Each model is a small program that loom runs in every order its threads, and the memory, allow.
//!
//! All end in the same way: what was pushed was released exactly once, and when the pool is dropped
//! every block was freed once. A thread's first block has two slots here, and one that follows a
//! full one three, so that three pushes are one into an idle block, one into an open one and one
//! into a full one.
//!
//! `Some(n)` where all orders would be too many: loom then leaves out the executions in which
//! threads are interrupted more than `n` times where they could have gone on. Every mutant is found
//! with two; the bounds are three and four.
//!
//! Not modelled: unwinding, thread-locals, `fork()`. Unit tests beside the sources do those.

use core::ptr::NonNull;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};

use loom::sync::Arc;
use loom::thread;

use super::blocks::{Blocks, Pushed};

const ALL_ORDERS: Option<usize> = None;

/// Entries are numbers below this.
const ENTRIES: usize = 8;

struct Pool {
    blocks: Blocks<()>,
    /// How often each entry was released. Not loom's atomics: these are not part of what is
    /// explored.
    releases: [AtomicUsize; ENTRIES],
}

fn entry(number: usize) -> NonNull<()> {
    NonNull::new(core::ptr::without_provenance_mut(number + 1)).unwrap()
}

fn number(entry: NonNull<()>) -> usize {
    entry.addr().get() - 1
}

impl Pool {
    fn push(&self, entries: impl IntoIterator<Item = usize>) {
        let claim = self.blocks.claim();
        for number in entries {
            claim.push(entry(number), 0);
        }
    }

    fn released(&self, entry: NonNull<()>) -> usize {
        self.releases[number(entry)].fetch_add(1, Relaxed);
        number(entry)
    }

    fn drain(&self, limit: usize) -> usize {
        self.blocks.drain(limit, |entry, _| {
            self.released(entry);
        })
    }

    fn was_released(&self, number: usize) -> bool {
        self.releases[number].load(Relaxed) > 0
    }
}

/// Explores `model`, and after it, with all its threads joined, drains and counts: the entries
/// below `entries` were released once.
fn explore(
    preemptions: Option<usize>,
    entries: usize,
    model: impl Fn(&Arc<Pool>) + Send + Sync + 'static,
) {
    let mut loom = loom::model::Builder::new();
    loom.preemption_bound = preemptions;
    loom.check(move || {
        let pool = Arc::new(Pool {
            blocks: Blocks::new(),
            releases: Default::default(),
        });
        model(&pool);
        while !pool.blocks.is_empty() {
            pool.drain(usize::MAX);
        }
        for (number, releases) in pool.releases.iter().enumerate() {
            assert_eq!(
                releases.load(Relaxed),
                usize::from(number < entries),
                "releases of {number}"
            );
        }
        assert_eq!(pool.blocks.deferred(), entries as u64);
    });
}

fn spawn(pool: &Arc<Pool>, f: impl FnOnce(&Pool) + 'static) -> thread::JoinHandle<()> {
    let pool = pool.clone();
    thread::spawn(move || f(&pool))
}

#[test]
fn one_producer_one_drainer() {
    explore(ALL_ORDERS, 4, |pool| {
        let producer = spawn(pool, |pool| pool.push(0..4));
        pool.drain(usize::MAX);
        producer.join().unwrap();
    });
}

#[test]
fn one_producer_two_drainers() {
    explore(Some(4), 3, |pool| {
        let producer = spawn(pool, |pool| pool.push(0..3));
        let drainer = spawn(pool, |pool| _ = pool.drain(usize::MAX));
        pool.drain(usize::MAX);
        producer.join().unwrap();
        drainer.join().unwrap();
    });
}

#[test]
fn two_producers_one_drainer() {
    explore(Some(4), 4, |pool| {
        let one = spawn(pool, |pool| pool.push(0..2));
        let two = spawn(pool, |pool| pool.push(2..4));
        pool.drain(usize::MAX);
        one.join().unwrap();
        two.join().unwrap();
    });
}

#[test]
fn two_producers_two_drainers() {
    explore(Some(3), 5, |pool| {
        let one = spawn(pool, |pool| {
            pool.push(0..3);
            pool.drain(usize::MAX);
        });
        let two = spawn(pool, |pool| pool.push(3..5));
        pool.drain(usize::MAX);
        one.join().unwrap();
        two.join().unwrap();
    });
}

/// Nothing is stranded: with one drainer, what it pushed before its drain is released by it,
/// whatever the other producer does.
#[test]
fn a_drain_finds_what_was_pushed_before_it() {
    explore(ALL_ORDERS, 3, |pool| {
        let other = spawn(pool, |pool| pool.push(0..2));
        pool.push([2]);
        assert!(!pool.blocks.is_empty());
        pool.drain(usize::MAX);
        assert!(pool.was_released(2));
        other.join().unwrap();
    });
}

/// The producer's block is finished by another thread, and opened again by its own.
#[test]
fn a_drained_block_is_opened_again() {
    explore(ALL_ORDERS, 4, |pool| {
        let producer = spawn(pool, |pool| pool.push(0..4));
        pool.drain(usize::MAX);
        pool.drain(usize::MAX);
        producer.join().unwrap();
    });
}

/// The producer gives its block up in mid-drain, or finds it finished.
#[test]
fn a_block_is_freed_by_who_gives_it_up_last() {
    explore(ALL_ORDERS, 3, |pool| {
        let claim = pool.blocks.claim();
        claim.push(entry(0), 0);
        let drainer = spawn(pool, |pool| _ = pool.drain(usize::MAX));
        claim.push(entry(1), 0);
        claim.push(entry(2), 0);
        drop(claim);
        drainer.join().unwrap();
    });
}

/// A destructor that drops and drains: the inner drain must find the new entry, also if the outer
/// one still holds this thread's block.
#[test]
fn a_drain_inside_a_release() {
    explore(Some(4), 6, |pool| {
        let other = spawn(pool, |pool| pool.push(2..4));
        let claim = pool.blocks.claim();
        claim.push(entry(0), 0);
        pool.blocks.drain(usize::MAX, |outer, _| {
            if pool.released(outer) == 0 {
                claim.push(entry(1), 0);
                pool.drain(usize::MAX);
                assert!(pool.was_released(1));
            }
        });
        claim.push(entry(4), 0);
        claim.push(entry(5), 0);
        drop(claim);
        other.join().unwrap();
    });
}

/// The same with two blocks in one run, where the release of an entry in the first pushes to the
/// producer of the second.
#[test]
fn a_release_pushes_while_its_own_block_waits_to_be_run() {
    explore(ALL_ORDERS, 4, |pool| {
        let (first, second) = (pool.blocks.claim(), pool.blocks.claim());
        first.push(entry(0), 0);
        second.push(entry(1), 0);
        let other = spawn(pool, |pool| pool.push([2]));
        pool.blocks.drain(usize::MAX, |outer, _| {
            if pool.released(outer) == 0 {
                second.push(entry(3), 0);
                pool.drain(usize::MAX);
                assert!(pool.was_released(3));
            }
        });
        drop((first, second));
        other.join().unwrap();
    });
}

#[test]
fn bounded_drains_put_back_what_they_leave() {
    explore(Some(4), 4, |pool| {
        let producer = spawn(pool, |pool| pool.push(0..4));
        let drainer = spawn(pool, |pool| {
            assert!(pool.drain(1) <= 1);
        });
        assert!(pool.drain(2) <= 2);
        producer.join().unwrap();
        drainer.join().unwrap();
    });
}

/// Two runs and a new block, taken in one.
#[test]
fn runs_that_were_put_back_are_taken_again() {
    explore(ALL_ORDERS, 6, |pool| {
        pool.push(0..3);
        let drainer = spawn(pool, |pool| _ = pool.drain(1));
        pool.push(3..6);
        pool.drain(1);
        pool.drain(usize::MAX);
        drainer.join().unwrap();
    });
}

/// A thread has ended with its block open. One of two threads claims the record and goes on with
/// it, or one after the other, while a third drains.
#[test]
fn a_thread_ends_and_another_takes_its_place() {
    explore(Some(4), 4, |pool| {
        pool.push([0]);
        let first = spawn(pool, |pool| pool.push([1]));
        let second = spawn(pool, |pool| pool.push([2, 3]));
        pool.drain(usize::MAX);
        first.join().unwrap();
        second.join().unwrap();
    });
}

#[test]
fn entries_of_two_generations_share_no_block() {
    explore(ALL_ORDERS, 3, |pool| {
        let producer = spawn(pool, |pool| {
            let claim = pool.blocks.claim();
            for number in 0..3 {
                claim.push(entry(number), u32::from(number > 0));
            }
        });
        pool.blocks.drain(usize::MAX, |entry, generation| {
            let number = pool.released(entry);
            assert_eq!(generation, u32::from(number > 0));
        });
        producer.join().unwrap();
    });
}

/// The statistics are read while a thread registers and pushes, and while its entries are released.
#[test]
fn never_more_were_released_than_were_deferred() {
    explore(ALL_ORDERS, 2, |pool| {
        let producer = spawn(pool, |pool| pool.push(0..2));
        let seen = Arc::new(loom::sync::atomic::AtomicUsize::new(0));
        let drainer = {
            let seen = seen.clone();
            spawn(pool, move |pool| {
                let released = pool.drain(usize::MAX);
                seen.store(released, Release);
            })
        };
        let released = seen.load(Acquire);
        assert!(pool.blocks.deferred() >= released as u64);
        producer.join().unwrap();
        drainer.join().unwrap();
    });
}

/// The push that opens a block says so, and whether that is because no drain has come.
#[test]
fn a_push_into_a_second_block_says_whether_the_first_was_drained() {
    explore(ALL_ORDERS, 3, |pool| {
        let drainer = spawn(pool, |pool| _ = pool.drain(usize::MAX));
        let claim = pool.blocks.claim();
        let outcomes = [0, 1, 2].map(|number| claim.push(entry(number), 0));
        // Whatever was closed between the pushes, the first opens a block. The third is added to it only
        // if there was no drain, and then there is no room.
        assert_eq!(outcomes[0], Pushed::Opened);
        assert!(outcomes[2] != Pushed::Added || outcomes[1] == Pushed::Opened);
        drop(claim);
        drainer.join().unwrap();
    });
}
