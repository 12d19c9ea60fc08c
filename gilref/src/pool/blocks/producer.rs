//! What a thread that pushes owns: its current block and its count.

use core::ptr::{self, NonNull};

use super::block::{Block, Owner};
use super::list::List;
use super::sync::{AtomicBool, AtomicPtr, AtomicUsize, Cell, Ordering, Tracked, const_unless_loom};

/// A record that one thread at a time claims. On a cache line of its own: no other thread touches
/// it while it is claimed, except to read `pushed` for the statistics.
///
/// Records are never freed (but with their pool) and are claimed again after their thread has
/// ended, together with the block, which may well be open: the next thread goes on where the last
/// one stopped. So there are as many as there ever were pushing threads at once.
#[repr(align(64))]
pub(super) struct Producer<T> {
    claimed: AtomicBool,
    /// Pushes so far. Written by the claimant alone.
    pushed: AtomicUsize,
    /// The [`Owner`] half of the current block. Touched by the claimant alone.
    block: Cell<Option<NonNull<Block<T>>>>,
    /// Written before the record is published, never after.
    next: Cell<*const Producer<T>>,
    _tracked: Tracked,
}

impl<T> Producer<T> {
    /// Adds an entry; whether the list was empty before.
    ///
    /// # Safety
    ///
    /// The calling thread has claimed this record, and `list` is that of the same pool.
    #[inline]
    pub(super) unsafe fn push(&self, list: &List<T>, entry: NonNull<T>, generation: u32) -> bool {
        // Not one step, since nobody else writes it. Relaxed: the entry's own publication, which
        // comes after, orders it: whoever has released an entry has seen it counted. Wraps on
        // 32-bit targets, as its readers know.
        let pushed = self.pushed.load(Ordering::Relaxed).wrapping_add(1);
        self.pushed.store(pushed, Ordering::Relaxed);
        if let Some(block) = self.block.get() {
            // SAFETY: the cell holds the half, this is its only use until the end of the statement,
            // and the claim is the caller's.
            if unsafe { Owner::from_raw(block) }.push(entry, generation) {
                return false;
            }
        }
        self.open_block(list, entry, generation)
    }

    /// Adds an entry as the first of a block, the old one if it is idle again.
    #[inline(never)]
    fn open_block(&self, list: &List<T>, entry: NonNull<T>, generation: u32) -> bool {
        let idle = self.block.take().and_then(|block| {
            // SAFETY: the half was taken out of its cell.
            unsafe { Owner::from_raw(block) }.into_idle()
        });
        let (owner, listed) = idle.unwrap_or_else(Block::idle).open(entry, generation);
        self.block.set(Some(owner.into_raw()));
        list.link(listed)
    }
}

impl<T> Producer<T> {
    /// What to hand to [`release_claim`] when the claim ends.
    pub(super) fn claimed(&self) -> &AtomicBool {
        &self.claimed
    }

    #[cfg(all(test, not(loom)))]
    pub(super) fn block(&self) -> Option<NonNull<Block<T>>> {
        self.block.get()
    }
}

/// Ends a claim. The record can be claimed by any thread from now on.
pub(super) fn release_claim(claimed: &AtomicBool) {
    // Release: this thread's writes to the record come before those of the thread that claims it
    // next.
    claimed.store(false, Ordering::Release);
}

/// Every producer there ever was. Only grows.
pub(super) struct Producers<T> {
    newest: AtomicPtr<Producer<T>>,
}

impl<T> Producers<T> {
    const_unless_loom! {
        pub(super) const fn new() -> Self {
            Self { newest: AtomicPtr::new(ptr::null_mut()) }
        }
    }

    /// A record that nobody has claimed, or a new one. Visits the records of all threads; allocates
    /// if none is free.
    pub(super) fn claim(&self) -> &Producer<T> {
        let free = self.iter().find(|producer| {
            // Acquire: the writes of the thread that had it before come first. Relaxed when it
            // fails: nothing was got.
            producer
                .claimed
                .compare_exchange(false, true, Ordering::Acquire, Ordering::Relaxed)
                .is_ok()
        });
        free.unwrap_or_else(|| self.register())
    }

    fn register(&self) -> &Producer<T> {
        // Relaxed: the pointer is only handed on; who follows it has synchronised with every
        // exchange on `newest` (see `iter`).
        let mut newest = self.newest.load(Ordering::Relaxed);
        let producer: &Producer<T> = Box::leak(Box::new(Producer {
            claimed: AtomicBool::new(true),
            pushed: AtomicUsize::new(0),
            block: Cell::new(None),
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

    pub(super) fn iter(&self) -> impl Iterator<Item = &Producer<T>> {
        // Acquire: pairs with the release in `register`; that of the older records was earlier in
        // the same release sequence.
        let mut next: *const Producer<T> = self.newest.load(Ordering::Acquire);
        core::iter::from_fn(move || {
            // SAFETY: records are freed with `self` only, and both writes of a `next` come before
            // it is published.
            let producer = unsafe { next.as_ref() }?;
            next = producer.next.get();
            Some(producer)
        })
    }

    /// Pushes so far. Wraps at `usize::MAX`. Exact when no push is under way that this thread isn't
    /// ordered after.
    pub(super) fn pushed(&self) -> usize {
        // Relaxed: whoever needs a push to be counted is ordered after it by other means.
        self.iter().fold(0, |sum, producer| {
            sum.wrapping_add(producer.pushed.load(Ordering::Relaxed))
        })
    }
}

impl<T> Drop for Producers<T> {
    /// Frees the records and their blocks. The list must have given up its half of each: see the
    /// destructor of `Blocks`.
    fn drop(&mut self) {
        // Relaxed: exclusive access, by `&mut`.
        let mut next = self.newest.load(Ordering::Relaxed);
        while !next.is_null() {
            // SAFETY: from `Box::leak` in `register`; with the pool borrowed exclusively there is
            // no claim left.
            let producer = unsafe { Box::from_raw(next) };
            if let Some(block) = producer.block.take() {
                // SAFETY: the half was taken out of its cell.
                drop(unsafe { Owner::from_raw(block) }.into_idle());
            }
            next = producer.next.get().cast_mut();
        }
    }
}
