//! The memory of a block: a header, and behind it a row of slots.

use core::marker::PhantomData;
use core::mem::{MaybeUninit, needs_drop};
use core::ptr::{self, NonNull};
use std::alloc::{Layout, alloc, handle_alloc_error};

use crate::sync::{AtomicU32, Cell, Tracked, free};

/// An entry, whatever it points to.
pub(super) type Entry = NonNull<()>;

/// The place of one entry. Uninitialised until a push has written it, and then never written again before the
/// block's next use.
pub(super) type Slot = Cell<MaybeUninit<Entry>>;

/// What is known of a block besides its entries. Every field is a cell or an atomic, or never
/// changes: so a `&Block` does not promise that a field stays the same when it may change.
///
/// In this order, so that a block's header and first slots lie side by side.
#[repr(C)]
pub(super) struct Block {
    /// The number of entries and three flags: see [`super::halves`].
    pub(super) state: AtomicU32,
    /// The number of slots. Written once, and read by both halves.
    pub(super) capacity: Cell<u32>,
    /// How many entries it takes: its capacity, or none once it is closed, which may show here a little
    /// later than in `state`. A push that directly follows another reads this faster than `state`, which
    /// the other push has just changed atomically.
    pub(super) room: AtomicU32,
    /// The generation of every entry in it. Written while idle.
    pub(super) generation: Cell<u32>,
    /// The number of entries when it was closed. Touched by the list's half, as all below.
    pub(super) length: Cell<u32>,
    /// How many of them were taken out.
    pub(super) taken: Cell<u32>,
    /// The next block of the list or run.
    pub(super) next: Cell<*mut Block>,
    /// On the first block of a run that was put back: the last block of that run.
    pub(super) run_end: Cell<*mut Block>,
    _tracked: Tracked,
    /// Stands for the slots, which follow.
    slots: PhantomData<[Slot]>,
}

/// How many slots a new block is to have.
#[derive(Clone, Copy)]
pub(super) enum Size {
    /// 496 bytes: with what an allocator adds, 512.
    Small,
    /// 4080 bytes, for a thread that has filled a block.
    Large,
}

impl Size {
    /// Under loom, 2 and 3 slots: so a few pushes open a block, add to it and fill it.
    pub(super) const fn slots(self) -> usize {
        let (bytes, under_loom) = match self {
            Self::Small => (496, 2),
            Self::Large => (4080, 3),
        };
        if cfg!(loom) {
            under_loom
        } else {
            (bytes - size_of::<Block>()) / size_of::<Slot>()
        }
    }
}

impl Block {
    /// Where the slots begin: at the end of the header.
    const SLOTS: usize = {
        assert!(size_of::<Self>() % align_of::<Slot>() == 0);
        size_of::<Self>()
    };

    fn layout(capacity: usize) -> Layout {
        let size = Self::SLOTS + capacity * size_of::<Slot>();
        let align = align_of::<Self>().max(align_of::<Slot>());
        Layout::from_size_align(size, align).expect("a few kilobytes")
    }

    /// # Safety
    ///
    /// 1. `block` is from [`Idle::new`] and was not freed, nor is it during `'a`.
    /// 2. `index` is below its capacity.
    #[inline]
    pub(super) unsafe fn slot<'a>(block: NonNull<Self>, index: usize) -> &'a Slot {
        let offset = Self::SLOTS + index * size_of::<Slot>();
        // SAFETY: by 2, inside the allocation.
        let slot = unsafe { block.byte_add(offset) };
        // SAFETY: `Idle::new` has put a slot there, and by 1 it is alive.
        unsafe { slot.cast().as_ref() }
    }
}

/// A block that nobody else knows of. Frees it when dropped.
pub(super) struct Idle(NonNull<Block>);

impl Idle {
    /// Allocates.
    pub(super) fn new(size: Size) -> Self {
        let capacity = size.slots();
        let layout = Block::layout(capacity);
        // SAFETY: a header is in it, so its size is not zero.
        let memory = unsafe { alloc(layout) };
        let Some(block) = NonNull::new(memory.cast::<Block>()) else {
            handle_alloc_error(layout)
        };
        let header = Block {
            state: AtomicU32::new(0),
            capacity: Cell::new(capacity as u32),
            room: AtomicU32::new(0),
            generation: Cell::new(0),
            length: Cell::new(0),
            taken: Cell::new(0),
            next: Cell::new(ptr::null_mut()),
            run_end: Cell::new(ptr::null_mut()),
            _tracked: Tracked::new(),
            slots: PhantomData,
        };
        // SAFETY: the memory begins with room for a header.
        unsafe { block.write(header) };
        for index in 0..capacity {
            let offset = Block::SLOTS + index * size_of::<Slot>();
            // SAFETY: inside the allocation, as its layout says.
            let slot = unsafe { block.byte_add(offset) }.cast::<Slot>();
            // SAFETY: there is room for a slot. (Without loom nothing is written.)
            unsafe { slot.write(Cell::new(MaybeUninit::uninit())) };
        }
        Self(block)
    }

    /// Gives up the sole ownership, without freeing the block.
    pub(super) fn into_raw(self) -> NonNull<Block> {
        let block = self.0;
        core::mem::forget(self);
        block
    }

    /// # Safety
    ///
    /// `block` is from [`Idle::into_raw`], and everyone who knew of it has given it up.
    pub(super) unsafe fn from_raw(block: NonNull<Block>) -> Self {
        Self(block)
    }
}

impl Drop for Idle {
    fn drop(&mut self) {
        // Under loom, if another thread still uses a slot, these writes make loom report a race.
        // Without loom they do nothing.
        // SAFETY: alive and known to nobody else.
        let capacity = unsafe { self.0.as_ref() }.capacity.replace(0) as usize;
        for index in 0..capacity {
            // SAFETY: 1. alive until the end of this function, 2. below the capacity.
            let slot = unsafe { Block::slot(self.0, index) };
            slot.set(MaybeUninit::uninit());
        }
        const { assert!(!needs_drop::<Slot>()) };
        // SAFETY: from `alloc` with this layout, alive and known to nobody else.
        unsafe { free(self.0, Block::layout(capacity)) };
    }
}
