//! Producers: one record for each thread that pushes, with its current block and its count of
//! pushes.

use core::ptr::{self, NonNull};

use super::block::{Block, Entry, Idle, Size};
use super::halves::Owner;
use super::list::List;
use crate::sync::{AtomicBool, AtomicPtr, AtomicU64, Cell, Ordering, Tracked, const_unless_loom};

/// A record that one thread at a time claims. On a cache line of its own: no other thread touches
/// it while it is claimed, except to read `pushed` for the statistics.
///
/// Records are never freed (but with their pool) and are claimed again after their thread has
/// ended, together with the block, which may still be open: the next thread continues with it. So
/// there are as many records as the most threads that had a claim at the same time.
#[repr(align(64))]
pub(super) struct Producer {
    claimed: AtomicBool,
    /// Pushes so far. Written by the claimant alone. Of 64 bits on every target, so that it does not
    /// wrap.
    pushed: AtomicU64,
    /// Touched by the claimant alone.
    current: Cell<Current>,
    /// Written before the record is published, never after.
    next: Cell<*const Producer>,
    _tracked: Tracked,
}

/// The block that a producer adds to.
#[derive(Clone, Copy)]
struct Current {
    /// Its [`Owner`] half. `None` before the first push.
    block: Option<NonNull<Block>>,
    /// The number of pushes when it was opened. The present number of pushes minus this one is the
    /// block's length: so the block itself need not be read.
    opened_at: u64,
    /// The generation of its entries.
    generation: u32,
}

impl Current {
    const NONE: Self = Self {
        block: None,
        opened_at: 0,
        generation: 0,
    };

    /// How many entries were added to the block, where `pushed` is the number of pushes by now.
    fn length(&self, pushed: u64) -> usize {
        // Never more than a block has slots.
        (pushed - self.opened_at) as usize
    }
}

/// What a push has done. The caller uses it to decide whether to ask for a drain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(PartialOrd, Ord))]
pub(crate) enum Pushed {
    /// Added the entry to this thread's open block, which is in the list already.
    Added,
    /// Opened a block with the entry and put it into the list.
    Opened,
    /// The same, because this thread's last block was full and no drain had finished it.
    OpenedAfterFull,
    /// Opened a block late in the thread's life, when its thread-locals are being destroyed.
    OpenedLate,
}

impl Producer {
    /// Adds an entry to the open block. Returns `false`, with nothing done, where there is none that takes
    /// it.
    ///
    /// # Safety
    ///
    /// The calling thread has claimed this record.
    #[inline]
    pub(super) unsafe fn push_to_open(&self, entry: Entry, generation: u32) -> bool {
        let before = self.pushed.load(Ordering::Relaxed);
        let current = self.current.get();
        let Some(block) = current.block else {
            return false;
        };
        // SAFETY: the half is kept there by `open_block`; with the claim, this is its only use until the
        // end of the function.
        let owner = unsafe { Owner::from_raw(block) };
        if current.generation != generation {
            return false;
        }
        // A load and a store instead of one atomic addition, because no other thread writes it.
        // Relaxed: the publication of the entry comes after it and orders it: a thread that has
        // released an entry sees it counted.
        self.pushed.store(before + 1, Ordering::Relaxed);
        let is_added = owner.push(entry, current.length(before));
        if !is_added {
            self.pushed.store(before, Ordering::Relaxed);
        }
        is_added
    }

    /// Adds an entry.
    ///
    /// # Safety
    ///
    /// The calling thread has claimed this record, and `list` is that of the same pool.
    pub(super) unsafe fn push(&self, list: &List, entry: Entry, generation: u32) -> Pushed {
        // SAFETY: the caller's promise.
        if unsafe { self.push_to_open(entry, generation) } {
            return Pushed::Added;
        }
        self.open_block(list, entry, generation)
    }

    /// Opens a block and adds the entry as its first one. The block is the old one if that is idle
    /// again.
    fn open_block(&self, list: &List, entry: Entry, generation: u32) -> Pushed {
        let opened_at = self.pushed.load(Ordering::Relaxed);
        // Before the entry is published: see `push_to_open`.
        self.pushed.store(opened_at + 1, Ordering::Relaxed);
        let old = self.current.replace(Current::NONE);
        let (mut size, mut pushed) = (Size::Small, Pushed::Opened);
        let idle = old.block.and_then(|block| {
            // SAFETY: the half was taken out of its cell.
            let owner = unsafe { Owner::from_raw(block) };
            let was_full = owner.is_full(old.length(opened_at));
            let idle = owner.into_idle();
            if was_full {
                size = Size::Large;
                if idle.is_none() {
                    pushed = Pushed::OpenedAfterFull;
                }
            }
            idle
        });
        let idle = idle.unwrap_or_else(|| Idle::new(size));
        let (owner, listed) = idle.open(entry, generation);
        self.current.set(Current {
            block: Some(owner.into_raw()),
            opened_at,
            generation,
        });
        list.link(listed);
        pushed
    }

    /// What to hand to [`release_claim`] when the claim ends.
    pub(super) fn claimed(&self) -> &AtomicBool {
        &self.claimed
    }

    #[cfg(all(test, not(loom)))]
    pub(super) fn block(&self) -> Option<NonNull<Block>> {
        self.current.get().block
    }

    #[cfg(all(test, not(loom)))]
    pub(super) fn set_pushed(&self, pushed: u64) {
        self.pushed.store(pushed, Ordering::Relaxed);
    }
}

/// Ends a claim. The record can be claimed by any thread from now on.
pub(super) fn release_claim(claimed: &AtomicBool) {
    // Release: this thread's writes to the record come before those of the thread that claims it
    // next.
    claimed.store(false, Ordering::Release);
}

/// Every producer there ever was. Only grows.
pub(super) struct Producers {
    newest: AtomicPtr<Producer>,
}

impl Producers {
    const_unless_loom! {
        pub(super) const fn new() -> Self {
            Self { newest: AtomicPtr::new(ptr::null_mut()) }
        }
    }

    /// A record that nobody has claimed, or a new one. Visits the records of all threads; allocates
    /// if none is free.
    pub(super) fn claim(&self) -> &Producer {
        let free = self.iter().find(|producer| {
            // Acquire: the writes of the thread that had it before come first. Relaxed when it
            // fails: nothing was claimed.
            producer
                .claimed
                .compare_exchange(false, true, Ordering::Acquire, Ordering::Relaxed)
                .is_ok()
        });
        free.unwrap_or_else(|| self.register())
    }

    fn register(&self) -> &Producer {
        // Relaxed: the pointer is only handed on; who follows it has synchronised with every
        // exchange on `newest` (see `iter`).
        let mut newest = self.newest.load(Ordering::Relaxed);
        let producer: &Producer = Box::leak(Box::new(Producer {
            claimed: AtomicBool::new(true),
            pushed: AtomicU64::new(0),
            current: Cell::new(Current::NONE),
            next: Cell::new(newest),
            _tracked: Tracked::new(),
        }));
        let address = ptr::from_ref(producer).cast_mut();
        // Release: who finds the record finds it written.
        while let Err(now) =
            self.newest
                .compare_exchange_weak(newest, address, Ordering::Release, Ordering::Relaxed)
        {
            newest = now;
            producer.next.set(newest);
        }
        producer
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Producer> {
        // Acquire: pairs with the release in `register`; that of the older records was earlier in
        // the same release sequence.
        let mut next: *const Producer = self.newest.load(Ordering::Acquire);
        core::iter::from_fn(move || {
            // SAFETY: records are freed with `self` only, and both writes of a `next` come before
            // it is published.
            let producer = unsafe { next.as_ref() }?;
            next = producer.next.get();
            Some(producer)
        })
    }

    /// Pushes so far. Exact when no push is under way that this thread isn't ordered after.
    pub(super) fn pushed(&self) -> u64 {
        // Relaxed: whoever needs a push to be counted is ordered after it by other means.
        self.iter()
            .map(|producer| producer.pushed.load(Ordering::Relaxed))
            .sum()
    }
}

impl Drop for Producers {
    /// Frees the records and their blocks. The list must have given up its half of each: see the
    /// destructor of `Blocks`.
    fn drop(&mut self) {
        // Relaxed: exclusive access, by `&mut`.
        let mut next = self.newest.load(Ordering::Relaxed);
        while !next.is_null() {
            // SAFETY: from `Box::leak` in `register`; with the pool borrowed exclusively there is
            // no claim left.
            let producer = unsafe { Box::from_raw(next) };
            if let Some(block) = producer.current.get().block {
                // SAFETY: the half is kept there by `open_block`, and this is its last use.
                drop(unsafe { Owner::from_raw(block) }.into_idle());
            }
            next = producer.next.get().cast_mut();
        }
    }
}
