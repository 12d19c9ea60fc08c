//! Halves of an open block: one is the producer's, one is the list's. The state word says who may
//! touch the block, and when.
//!
//! A block is held in one of two ways. As an [`Idle`] nobody else knows of it. *Open*, it has two
//! holders: its producer has the [`Owner`] half and adds entries, the list has the [`Listed`] half
//! and gets them out. The holder that gives up its half last owns the whole block again, and frees
//! it or uses it again.

use core::mem::MaybeUninit;
use core::ops::Range;
use core::ptr::NonNull;

use super::block::{Block, Entry, Idle};
use crate::sync::Ordering;

/// The bits of the state that are the number of entries.
const LENGTH: u32 = (1 << 16) - 1;
/// No push may add to this block any more. Set by the holder of the [`Listed`] half.
const CLOSED: u32 = 1 << 16;
/// The [`Listed`] half was given up.
const FINISHED: u32 = 1 << 17;
/// The [`Owner`] half was given up.
const ORPHANED: u32 = 1 << 18;

impl Idle {
    /// Opens the block with its first entry.
    pub(super) fn open(self, entry: Entry, generation: u32) -> (Owner, Listed) {
        let block = self.into_raw();
        let halves = (Owner(block), Listed(block));
        let header = halves.0.block();
        header.generation.set(generation);
        header.taken.set(0);
        // Relaxed, both here: nobody else knows of the block yet. Linking it publishes them.
        header.room.store(header.capacity.get(), Ordering::Relaxed);
        // SAFETY: 1. both halves are here, 2. no block is without slots.
        unsafe { Block::slot(block, 0) }.set(MaybeUninit::new(entry));
        header.state.store(1, Ordering::Relaxed);
        halves
    }
}

/// The producer's half of an open block. Without a destructor: one that is forgotten leaks the
/// block and nothing else.
pub(super) struct Owner(NonNull<Block>);

impl Owner {
    /// For keeping in a cell.
    pub(super) fn into_raw(self) -> NonNull<Block> {
        self.0
    }

    /// # Safety
    ///
    /// `block` is from [`Owner::into_raw`]; no other `Owner` made from it is in use, and none was
    /// given up.
    pub(super) unsafe fn from_raw(block: NonNull<Block>) -> Self {
        Self(block)
    }

    fn block(&self) -> &Block {
        // SAFETY: an open block is freed after both halves were given up, and this one was not.
        unsafe { self.0.as_ref() }
    }

    /// Whether a block with `length` entries is full.
    pub(super) fn is_full(&self, length: usize) -> bool {
        length >= self.block().capacity.get() as usize
    }

    /// Adds an entry to the block, which has `length` entries so far. Returns `false` where the
    /// block is full or closed; after that this half may only be given up.
    #[inline]
    pub(super) fn push(&self, entry: Entry, length: usize) -> bool {
        // Relaxed: an early check, which avoids the atomic step below for a block that was drained.
        // If it misses the closing, that step sees it.
        if length >= self.block().room.load(Ordering::Relaxed) as usize {
            return false;
        }
        // SAFETY: 1. this half was not given up, 2. there is never room for more than the capacity. Nobody
        // reads this slot until the length covers it.
        unsafe { Block::slot(self.0, length) }.set(MaybeUninit::new(entry));
        // Release: whoever closes the block and reads the new length finds the slot written. If it
        // was closed before, the length in it has been read, and nobody looks at it again.
        self.block().state.fetch_add(1, Ordering::Release) == length as u32
    }

    /// Gives up this half. Returns the whole block if the list has given up its half; otherwise the
    /// list's holder frees it later.
    pub(super) fn into_idle(self) -> Option<Idle> {
        let state = &self.block().state;
        // Acquire: the drainer's reads and writes of the block come before the writes of its next
        // use. In the common case, a thread that has pushed before and whose block was drained, the
        // load alone is enough.
        if state.load(Ordering::Acquire) & FINISHED == 0 {
            // Release: whatever this thread has done to the block, also to a slot that was never
            // published, comes before the drainer frees it. Acquire: as above, it may have finished
            // since.
            let before = state.fetch_or(ORPHANED, Ordering::AcqRel);
            if before & FINISHED == 0 {
                return None;
            }
        }
        // SAFETY: from `Idle::into_raw` in `open`; the list gave up its half, and this is the
        // producer's.
        Some(unsafe { Idle::from_raw(self.0) })
    }
}

/// The list's half of an open block: a link of the list owns it, or the thread that took it out.
/// Without a destructor, as [`Owner`].
pub(super) struct Listed(NonNull<Block>);

impl Listed {
    /// For a link of the list.
    pub(super) fn into_raw(self) -> *mut Block {
        self.0.as_ptr()
    }

    /// `None` for null, the end of a list.
    ///
    /// # Safety
    ///
    /// `block` is null or from [`Listed::into_raw`], and the link that it was read from is given up
    /// with this call.
    pub(super) unsafe fn from_raw(block: *mut Block) -> Option<Self> {
        NonNull::new(block).map(Self)
    }

    /// The block's address, to compare it or to keep a second pointer to it.
    pub(super) fn as_ptr(&self) -> *mut Block {
        self.0.as_ptr()
    }

    pub(super) fn block(&self) -> &Block {
        // SAFETY: an open block is freed after both halves were given up, and this one was not.
        unsafe { self.0.as_ref() }
    }

    /// After this no push adds to the block, and what earlier ones added can be taken out. To be
    /// called only once while a block is open: a push that fails after it has still added one to
    /// the length in the state.
    pub(super) fn close(&self) {
        // Acquire: pairs with the push that wrote the length read here, which comes after the
        // earlier pushes, so that every slot below the length is seen written. Nothing of this
        // thread's is published.
        let state = self.block().state.fetch_or(CLOSED, Ordering::Acquire);
        self.block().length.set(state & LENGTH);
        // Relaxed: no more than a hint.
        self.block().room.store(0, Ordering::Relaxed);
    }

    /// The slots whose entries were not taken out yet, of a closed block.
    pub(super) fn rest(&self) -> Range<u32> {
        self.block().taken.get()..self.block().length.get()
    }

    /// The entry in slot `index`. The caller that takes it out must record that in the block's
    /// `taken`.
    ///
    /// # Safety
    ///
    /// The block was closed by this half's holders, and `index` is in [`Listed::rest`].
    pub(super) unsafe fn entry(&self, index: u32) -> Entry {
        // SAFETY: 1. this half was not given up, 2. `index` is below the length.
        let entry = unsafe { Block::slot(self.0, index as usize) }.get();
        // SAFETY: `index` is below the length, and `close` made the write of such a slot visible.
        unsafe { entry.assume_init() }
    }

    /// Gives up this half. The producer finds the block idle at its next push; if it has left, the
    /// block is freed here.
    pub(super) fn finish(self) {
        // Release: this thread's reads of the slots and writes of the list's fields come before the
        // producer's next use of them. Acquire: when the producer has left, its last writes come
        // before the block is freed.
        let before = self.block().state.fetch_or(FINISHED, Ordering::AcqRel);
        if before & ORPHANED != 0 {
            // SAFETY: from `Idle::into_raw` in `open`; the producer gave up its half, and this was
            // the list's.
            drop(unsafe { Idle::from_raw(self.0) });
        }
    }
}
