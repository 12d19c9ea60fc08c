//! Blocks, outside of loom: order, limits, unwinding, late pushes, threads that end, and forks.

use core::num::NonZeroUsize;
use core::ops::Range;
use core::ptr::NonNull;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
#[cfg(unix)]
use std::sync::mpsc;
use std::sync::{Barrier, Mutex};
use std::thread;

use super::block::Size;
use super::{Blocks, Pushed};
use crate::sync::LIVE;

const SLOTS: usize = Size::Small.slots();

/// An entry is a number here.
struct Numbered;

fn entry(number: usize) -> NonNull<Numbered> {
    let address = NonZeroUsize::MIN.saturating_add(number);
    NonNull::new(core::ptr::without_provenance_mut(address.get())).unwrap()
}

fn push_all(pool: &'static Blocks<Numbered>, numbers: Range<usize>) {
    for i in numbers {
        pool.push(entry(i), 0);
    }
}

fn number(entry: NonNull<Numbered>) -> usize {
    entry.addr().get() - 1
}

fn pool() -> &'static Blocks<Numbered> {
    Box::leak(Box::new(Blocks::new()))
}

/// What a drain released, in its order.
fn drained(pool: &Blocks<Numbered>, limit: usize) -> Vec<usize> {
    let mut numbers = Vec::new();
    let count = pool.drain(limit, |entry, _| numbers.push(number(entry)));
    assert_eq!(count, numbers.len());
    numbers
}

fn on_another_thread<R: Send>(f: impl FnOnce() -> R + Send) -> R {
    thread::scope(|scope| scope.spawn(f).join().unwrap())
}

#[test]
fn entries_come_out_once_and_in_order_for_any_number_of_blocks() {
    for count in [0, 1, SLOTS - 1, SLOTS, SLOTS + 1, 10 * SLOTS + 7] {
        let pool = pool();
        push_all(pool, 0..count);
        assert_eq!(drained(pool, usize::MAX), (0..count).collect::<Vec<_>>());
        assert!(drained(pool, usize::MAX).is_empty());
    }
}

/// What each of `count` pushes has done.
fn outcomes(pool: &'static Blocks<Numbered>, count: usize) -> Vec<Pushed> {
    (0..count).map(|i| pool.push(entry(i), 0)).collect()
}

#[test]
fn a_push_says_when_it_has_opened_a_block_and_whether_the_last_one_was_full() {
    use Pushed::{Added, Opened, OpenedAfterFull};
    let pool = pool();
    assert!(pool.is_empty());
    let mut expected = vec![Added; 2 * SLOTS];
    expected[0] = Opened;
    expected[SLOTS] = OpenedAfterFull;
    assert_eq!(outcomes(pool, 2 * SLOTS), expected);
    assert!(!pool.is_empty());
    // Another thread's first block.
    assert_eq!(on_another_thread(|| pool.push(entry(0), 0)), Opened);
    // Drained, whether to the end or not, the block is not added to any more.
    drained(pool, 1);
    assert_eq!(outcomes(pool, 2), [Opened, Added]);
    drained(pool, usize::MAX);
    assert!(pool.is_empty());
    assert_eq!(outcomes(pool, 2), [Opened, Added]);
}

#[test]
fn a_full_block_that_was_drained_is_no_reason_to_start_anything() {
    let pool = pool();
    outcomes(pool, SLOTS);
    drained(pool, usize::MAX);
    assert_eq!(pool.push(entry(0), 0), Pushed::Opened);
}

#[test]
fn the_count_of_pushes_goes_on_beyond_32_bits() {
    let pool = pool();
    let claim = pool.claim();
    claim.producer.set_pushed(u64::from(u32::MAX) - 1);
    for i in 0..2 * SLOTS {
        claim.push(entry(i), 0);
    }
    drop(claim);
    assert_eq!(pool.deferred(), u64::from(u32::MAX) - 1 + 2 * SLOTS as u64);
    assert_eq!(
        drained(pool, usize::MAX),
        (0..2 * SLOTS).collect::<Vec<_>>()
    );
}

#[test]
fn a_bounded_drain_puts_the_rest_back() {
    for limit in [1, 2, SLOTS - 1, SLOTS, SLOTS + 1, 1000] {
        let pool = pool();
        let count = 5 * SLOTS + 3;
        push_all(pool, 0..count);
        let mut all = Vec::new();
        while !pool.is_empty() {
            let some = drained(pool, limit);
            assert_eq!(some.len(), limit.min(count - all.len()));
            all.extend(some);
        }
        assert_eq!(
            all,
            (0..count).collect::<Vec<_>>(),
            "in order, with limit {limit}"
        );
    }
}

#[test]
fn a_drain_of_nothing_leaves_everything() {
    let pool = pool();
    pool.push(entry(7), 0);
    assert!(drained(pool, 0).is_empty());
    assert_eq!(drained(pool, usize::MAX), [7]);
}

#[test]
fn what_was_put_back_comes_before_what_is_newer() {
    let pool = pool();
    push_all(pool, 0..3);
    assert_eq!(drained(pool, 1), [0]);
    push_all(pool, 3..5);
    assert_eq!(drained(pool, 1), [1]);
    push_all(pool, 5..7);
    assert_eq!(drained(pool, usize::MAX), [2, 3, 4, 5, 6]);
}

#[test]
fn a_release_that_unwinds_loses_only_its_own_entry() {
    for victim in [0, 1, SLOTS - 1, SLOTS, 2 * SLOTS] {
        let pool = pool();
        let count = 2 * SLOTS + 1;
        push_all(pool, 0..count);
        let mut seen = Vec::new();
        let unwound = catch_unwind(AssertUnwindSafe(|| {
            pool.drain(usize::MAX, |entry, _| {
                seen.push(number(entry));
                assert_ne!(number(entry), victim);
            })
        }));
        assert!(unwound.is_err());
        seen.extend(drained(pool, usize::MAX));
        assert_eq!(seen, (0..count).collect::<Vec<_>>());
    }
}

#[test]
fn a_drain_inside_a_release_finds_what_that_release_pushed() {
    let pool = pool();
    // Blocks of two threads, so that one of them is still to be run when the other's entry pushes.
    on_another_thread(|| pool.push(entry(0), 0));
    pool.push(entry(1), 0);
    let mut outer = Vec::new();
    pool.drain(usize::MAX, |released, _| {
        outer.push(number(released));
        pool.push(entry(10 + number(released)), 0);
        assert_eq!(drained(pool, usize::MAX), [10 + number(released)]);
    });
    outer.sort_unstable();
    assert_eq!(outer, [0, 1]);
}

#[test]
fn a_release_that_pushes_does_not_keep_its_drain_going() {
    let pool = pool();
    pool.push(entry(0), 0);
    let count = pool.drain(usize::MAX, |_, _| {
        pool.push(entry(0), 0);
    });
    assert_eq!(count, 1);
    assert_eq!(drained(pool, usize::MAX), [0]);
}

#[test]
fn an_entry_keeps_the_generation_it_was_pushed_with() {
    let pool = pool();
    let generations = [0, 0, 1, 1, 0, 2, u32::MAX];
    for (i, generation) in generations.into_iter().enumerate() {
        pool.push(entry(i), generation);
    }
    let mut seen = Vec::new();
    pool.drain(usize::MAX, |entry, generation| {
        seen.push((number(entry), generation));
    });
    assert_eq!(
        seen,
        generations.into_iter().enumerate().collect::<Vec<_>>()
    );
}

#[test]
fn a_drained_block_is_used_again() {
    let pool = pool();
    let claim = pool.claim();
    claim.push(entry(0), 0);
    let block = claim.producer.block();
    for generation in 0..100 {
        drained(pool, usize::MAX);
        claim.push(entry(0), generation);
        assert_eq!(claim.producer.block(), block);
    }
}

#[test]
fn a_thread_goes_on_with_the_block_of_one_that_ended() {
    let pool = pool();
    let block_after_a_push = |i| {
        let claim = pool.claim();
        claim.push(entry(i), 0);
        claim.producer.block().map(NonNull::addr)
    };
    let first = on_another_thread(|| block_after_a_push(0));
    let second = on_another_thread(|| block_after_a_push(1));
    assert_eq!(first, second);
    assert_eq!(drained(pool, usize::MAX), [0, 1]);
}

#[test]
fn threads_that_ended_left_their_producers_to_later_ones() {
    let pool = pool();
    for i in 0..10 {
        on_another_thread(|| pool.push(entry(i), 0));
    }
    assert_eq!(pool.records(), 1);
    assert_eq!(drained(pool, usize::MAX), (0..10).collect::<Vec<_>>());
}

#[test]
fn pushes_from_a_late_destructor_arrive_and_say_that_they_are_late() {
    struct Late(&'static Blocks<Numbered>);
    impl Drop for Late {
        fn drop(&mut self) {
            for i in 1..=SLOTS {
                SEEN.lock().unwrap().insert(self.0.push(entry(i), 0));
            }
        }
    }
    static SEEN: Mutex<BTreeSet<Pushed>> = Mutex::new(BTreeSet::new());
    thread_local!(static LATE: std::cell::OnceCell<Late> = const { std::cell::OnceCell::new() });

    for late_first in [true, false] {
        let pool = pool();
        on_another_thread(|| {
            // Locals are destroyed in one order or its reverse: in one of the two rounds the pushes
            // come after the claim was ended.
            if late_first {
                LATE.with(|late| late.set(Late(pool)).ok());
            }
            pool.push(entry(0), 0);
            if !late_first {
                LATE.with(|late| late.set(Late(pool)).ok());
            }
        });
        assert_eq!(drained(pool, usize::MAX), (0..=SLOTS).collect::<Vec<_>>());
        assert_eq!(pool.deferred(), SLOTS as u64 + 1);
    }
    let (added, full) = (Pushed::Added, Pushed::OpenedAfterFull);
    let seen = SEEN.lock().unwrap().clone();
    assert_eq!(seen, BTreeSet::from([added, full, Pushed::OpenedLate]));
}

#[test]
fn a_thread_can_push_to_two_pools() {
    let (one, two) = (pool(), pool());
    for i in 0..2 * SLOTS {
        one.push(entry(i), 0);
        two.push(entry(i), 0);
    }
    let all: Vec<_> = (0..2 * SLOTS).collect();
    assert_eq!(drained(one, usize::MAX), all);
    assert_eq!(drained(two, usize::MAX), all);
    assert_eq!(one.deferred(), 2 * SLOTS as u64);
    assert_eq!(two.deferred(), 2 * SLOTS as u64);
}

#[test]
fn a_pool_that_is_dropped_frees_its_blocks_and_records() {
    let before = LIVE.get();
    let pool = Blocks::new();
    // Blocks in each state: full, in use, put back, drained, left by their producer.
    let (claim, other) = (pool.claim(), pool.claim());
    for i in 0..2 * SLOTS + 1 {
        claim.push(entry(i), 0);
        other.push(entry(i), 0);
    }
    drained(&pool, SLOTS + 1);
    claim.push(entry(0), 0);
    drop((claim, other));
    assert!(LIVE.get() > before + 4);
    drop(pool);
    assert_eq!(LIVE.get(), before);
}

/// Every thread pushes, drains with and without a limit, and pushes from within releases.
#[test]
fn every_entry_is_released_once_whatever_the_threads_do() {
    const THREADS: usize = 4;
    const PUSHES: usize = if cfg!(miri) { 300 } else { 100_000 };

    // In a second round each entry is pushed once more, by whoever releases it first.
    let pool = pool();
    let releases: Vec<AtomicUsize> = (0..THREADS * PUSHES).map(|_| AtomicUsize::new(0)).collect();
    let release = |released: NonNull<Numbered>, generation: u32| {
        let earlier = releases[number(released)].fetch_add(1, Relaxed);
        assert_eq!(earlier, generation as usize);
        if generation == 0 {
            pool.push(released, 1);
        }
    };
    let start = Barrier::new(THREADS);
    thread::scope(|scope| {
        for thread in 0..THREADS {
            let (start, release) = (&start, &release);
            scope.spawn(move || {
                start.wait();
                for i in 0..PUSHES {
                    pool.push(entry(thread * PUSHES + i), 0);
                    match (i + 13 * thread) % 251 {
                        0 => _ = pool.drain(usize::MAX, release),
                        50 | 51 | 180 => _ = pool.drain(70, release),
                        _ => {}
                    }
                }
            });
        }
    });
    while !pool.is_empty() {
        pool.drain(usize::MAX, release);
    }
    assert!(releases.iter().all(|count| count.load(Relaxed) == 2));
    assert_eq!(pool.deferred(), 2 * (THREADS * PUSHES) as u64);
}

#[cfg(unix)]
#[test]
fn a_forked_child_drains_what_threads_that_vanished_had_pushed() {
    let pool = pool();
    let (pushed, wait_for_push) = mpsc::channel();
    let (done, wait_until_done) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            push_all(pool, 0..SLOTS + 5);
            pushed.send(()).unwrap();
            let _ = wait_until_done.recv();
        });
        wait_for_push.recv().unwrap();
        pool.push(entry(1000), 0);
        // SAFETY: the child calls nothing that a lock of a vanished thread could hold up: the pool
        // has none, and the C library makes its allocator usable again.
        let child = unsafe { libc::fork() };
        if child == 0 {
            let mut sum = 0;
            let count = pool.drain(usize::MAX, |entry, _| sum += number(entry));
            pool.push(entry(0), 0);
            let second = pool.drain(usize::MAX, |_, _| {});
            let right =
                count == SLOTS + 6 && sum == 1000 + (SLOTS + 4) * (SLOTS + 5) / 2 && second == 1;
            // SAFETY: ends the child without running anything of the parent's.
            unsafe { libc::_exit(if right { 0 } else { 1 }) };
        }
        assert!(child > 0);
        let mut status = 0;
        // SAFETY: `child` is a child of this process, `status` is writable.
        assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
        assert_eq!(status, 0, "the child's drain was complete");
        assert_eq!(pool.drain(usize::MAX, |_, _| {}), SLOTS + 6);
        drop(done);
    });
}
