//! One block: a row of slots, and the word that says who may touch them.
//!
//! A block is held in one of two ways. *Idle*, it is a plain `Box<Block<T>>`: one holder, nobody
//! else knows of it. *Open*, it has two holders: its producer has the [`Owner`] half and adds
//! entries, the list has the [`Listed`] half and gets them out. Whichever half is given up last has
//! the whole block again, and frees it or uses it anew.

use core::array;
use core::mem::MaybeUninit;
use core::ptr::{self, NonNull};

use super::sync::{AtomicU32, Cell, Ordering, Tracked, free};

/// Entries of one block. With its header a block is 512 bytes on 64-bit targets. Under loom two:
/// every push is then the first, or the last, or finds the block full.
pub(crate) const SLOTS: usize = if cfg!(loom) { 2 } else { 60 };

/// The number of slots that hold an entry.
const LENGTH: u32 = (1 << 16) - 1;
/// No push may add to this block any more. Set by the holder of the [`Listed`] half.
const CLOSED: u32 = 1 << 16;
/// The [`Listed`] half was given up: the block is its producer's alone.
const FINISHED: u32 = 1 << 17;
/// The [`Owner`] half was given up: the block is the list's alone.
const ORPHANED: u32 = 1 << 18;

const _: () = assert!(SLOTS <= LENGTH as usize);
#[cfg(all(not(loom), target_pointer_width = "64"))]
const _: () = assert!(size_of::<Block<()>>() == 512);

/// A row of slots. Every field is a cell, so that no `&Block` ever promises that a field stays as
/// it is.
pub(super) struct Block<T> {
    /// [`LENGTH`] and the three flags. Both halves write it, always in one step.
    state: AtomicU32,
    /// The generation of every entry in it. Written while idle.
    generation: Cell<u32>,
    /// How many entries the list's holder has taken out. Touched by the [`Listed`] half.
    taken: Cell<u32>,
    /// The next block of the list. Touched by the [`Listed`] half.
    pub(super) next: Cell<*mut Block<T>>,
    /// On the first block of a run that was put back: the last block of that run. Touched by the
    /// [`Listed`] half.
    pub(super) run_end: Cell<*mut Block<T>>,
    /// Those below the length are initialised. A slot is written once, by the producer, before the
    /// length covers it.
    slots: [Cell<MaybeUninit<NonNull<T>>>; SLOTS],
    _tracked: Tracked,
}

impl<T> Block<T> {
    /// An idle block. Allocates.
    pub(super) fn idle() -> Box<Self> {
        Box::new(Self {
            state: AtomicU32::new(FINISHED),
            generation: Cell::new(0),
            taken: Cell::new(0),
            next: Cell::new(ptr::null_mut()),
            run_end: Cell::new(ptr::null_mut()),
            slots: array::from_fn(|_| Cell::new(MaybeUninit::uninit())),
            _tracked: Tracked::new(),
        })
    }

    /// Opens an idle block with its first entry.
    pub(super) fn open(
        self: Box<Self>,
        entry: NonNull<T>,
        generation: u32,
    ) -> (Owner<T>, Listed<T>) {
        self.generation.set(generation);
        self.taken.set(0);
        self.slots[0].set(MaybeUninit::new(entry));
        // Relaxed: nobody else knows of the block yet. Linking it publishes this.
        self.state.store(1, Ordering::Relaxed);
        let block = NonNull::from(Box::leak(self));
        (Owner(block), Listed(block))
    }
}

/// The producer's half of an open block. Without a destructor: one that is forgotten leaks 512
/// bytes and nothing else.
pub(super) struct Owner<T>(NonNull<Block<T>>);

impl<T> Owner<T> {
    /// For keeping in a cell.
    pub(super) fn into_raw(self) -> NonNull<Block<T>> {
        self.0
    }

    /// # Safety
    ///
    /// `block` is from [`Owner::into_raw`]; no other `Owner` made from it is in use, and none was
    /// given up.
    pub(super) unsafe fn from_raw(block: NonNull<Block<T>>) -> Self {
        Self(block)
    }

    fn block(&self) -> &Block<T> {
        // SAFETY: an open block is freed after both halves were given up, and this one was not.
        unsafe { self.0.as_ref() }
    }

    /// Adds an entry. `false` when the block is full, closed, finished or of another generation.
    #[inline]
    pub(super) fn push(&self, entry: NonNull<T>, generation: u32) -> bool {
        let block = self.block();
        // Relaxed: the length is this thread's own doing. A flag seen too late is caught by the
        // exchange below.
        let length = block.state.load(Ordering::Relaxed);
        // One comparison: any flag makes the number greater than SLOTS. (Zero does not happen in an
        // open block.)
        if length as usize >= SLOTS || block.generation.get() != generation {
            return false;
        }
        // Nobody reads this slot until the length covers it.
        block.slots[length as usize].set(MaybeUninit::new(entry));
        // Release: whoever closes the block and reads the new length finds the slot written.
        // Relaxed when it fails: nothing was published, and `into_idle` looks again.
        block
            .state
            .compare_exchange(length, length + 1, Ordering::Release, Ordering::Relaxed)
            .is_ok()
    }

    /// Gives up this half. The block itself, if the list is through with it; otherwise the list's
    /// side frees it.
    pub(super) fn into_idle(self) -> Option<Box<Block<T>>> {
        let state = &self.block().state;
        // Acquire: what the drainer read and wrote of the block comes before what its next use
        // writes. The load alone settles the common case, a warm thread whose block was drained.
        if state.load(Ordering::Acquire) & FINISHED == 0 {
            // Release: this thread's writes, also into a slot that was never published, come before
            // the drainer frees the block. Acquire: as above, the drainer may have finished since.
            let before = state.fetch_or(ORPHANED, Ordering::AcqRel);
            if before & FINISHED == 0 {
                return None;
            }
        }
        // SAFETY: the pointer is from `Box::leak`; the list gave up its half, and this is the
        // producer's only one.
        Some(unsafe { Box::from_raw(self.0.as_ptr()) })
    }
}

/// The list's half of an open block: a link of the list owns it, or the thread that took it out.
/// Without a destructor, as [`Owner`].
pub(super) struct Listed<T>(NonNull<Block<T>>);

impl<T> Listed<T> {
    /// For a link of the list.
    pub(super) fn into_raw(self) -> *mut Block<T> {
        self.0.as_ptr()
    }

    /// `None` for null, the end of a list.
    ///
    /// # Safety
    ///
    /// `block` is null or from [`Listed::into_raw`], and the link that it was read from is given up
    /// with this call.
    pub(super) unsafe fn from_raw(block: *mut Block<T>) -> Option<Self> {
        NonNull::new(block).map(Self)
    }

    /// The block's name, for comparing and for a second pointer to it.
    pub(super) fn as_ptr(&self) -> *mut Block<T> {
        self.0.as_ptr()
    }

    pub(super) fn block(&self) -> &Block<T> {
        // SAFETY: an open block is freed after both halves were given up, and this one was not.
        unsafe { self.0.as_ref() }
    }

    /// After this no push adds to the block, and what earlier ones added can be taken out.
    pub(super) fn close(&self) {
        // Acquire: pairs with the push that published the length read here, and through the chain
        // of exchanges on this word with all before it, so that every slot below the length is seen
        // written. Nothing of this thread's is published.
        self.block().state.fetch_or(CLOSED, Ordering::Acquire);
    }

    /// The oldest entry not yet taken, its generation, and whether it was the last.
    ///
    /// # Safety
    ///
    /// The block was closed and not every entry of it was taken.
    pub(super) unsafe fn take_entry(&self) -> (NonNull<T>, u32, bool) {
        let block = self.block();
        let index = block.taken.get();
        block.taken.set(index + 1);
        // Relaxed: the length of a closed block stands still, and whoever closed it has seen it.
        let length = block.state.load(Ordering::Relaxed) & LENGTH;
        let slot = block.slots[index as usize].get();
        // SAFETY: by the caller `index` is below the length, and `close` made the write of such a
        // slot visible.
        let entry = unsafe { slot.assume_init() };
        (entry, block.generation.get(), index + 1 == length)
    }

    /// Gives up this half. The producer finds the block idle at its next push; if it has left, the
    /// block is freed here.
    pub(super) fn finish(self) {
        // Release: this thread's reads of the slots and writes of the list's fields come before the
        // producer's next use of them. Acquire: when the producer has left, its last writes come
        // before the block is freed.
        let before = self.block().state.fetch_or(FINISHED, Ordering::AcqRel);
        if before & ORPHANED != 0 {
            // SAFETY: the pointer is from `Box::leak`; the producer gave up its half, and this was
            // the list's.
            free(unsafe { Box::from_raw(self.0.as_ptr()) });
        }
    }
}

/// Freeing touches every slot, so that loom sees a late write to one as the race it is.
#[cfg(loom)]
impl<T> Drop for Block<T> {
    fn drop(&mut self) {
        self.slots
            .iter()
            .for_each(|slot| slot.set(MaybeUninit::uninit()));
    }
}
