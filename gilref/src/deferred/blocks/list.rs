//! The list of blocks that hold entries, and the runs of closed blocks that are taken out of it.

use core::ptr;

use super::block::{Block, Entry};
use super::halves::Listed;
use crate::sync::{AtomicPtr, Ordering, const_unless_loom};

/// Newest first. Blocks are only put at the front, and only the whole list is taken: so the ABA
/// problem can't occur.
pub(super) struct List {
    /// Owns the [`Listed`] half of the block it points to, whose `next` owns that of the block
    /// behind it.
    head: AtomicPtr<Block>,
}

impl List {
    const_unless_loom! {
        pub(super) const fn new() -> Self {
            Self { head: AtomicPtr::new(ptr::null_mut()) }
        }
    }

    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        // Relaxed: nothing is read through the pointer. An entry that was pushed before this call
        // is seen all the same: a load never reads a value that is older than a write which
        // happened before the load.
        self.head.load(Ordering::Relaxed).is_null()
    }

    /// Puts a newly opened block at the front.
    pub(super) fn link(&self, block: Listed) {
        let last = block.as_ptr();
        self.splice(block, last);
    }

    /// Puts a run back, and marks it so that the next [`List::take`] steps over it.
    pub(super) fn put_back(&self, run: Run) {
        if let Some(first) = run.first {
            first.block().run_end.set(run.last);
            self.splice(first, run.last);
        }
    }

    /// `last` is `first`, or what the links from `first` lead to.
    fn splice(&self, first: Listed, last: *mut Block) {
        // SAFETY: as an alias of a block whose `Listed` half is owned through `first`, `last` is
        // alive.
        let last = unsafe { &*last };
        // Relaxed: the pointer is only handed on. The blocks behind it were published by the
        // exchanges that put them there, and whoever takes the list synchronises with all of those:
        // each read-modify-write on `head` goes on with the release sequences of the ones before
        // it.
        let mut head = self.head.load(Ordering::Relaxed);
        let first = first.into_raw();
        loop {
            last.next.set(head);
            // Release: whoever takes the list finds these blocks written: their links, generation
            // and first slot.
            match self
                .head
                .compare_exchange_weak(head, first, Ordering::Release, Ordering::Relaxed)
            {
                Ok(_) => return,
                Err(now) => head = now,
            }
        }
    }

    /// Takes every block, and closes those that are not closed yet before it returns.
    ///
    /// Costs a visit to each open block; a run that was put back is one step, however long it is.
    pub(super) fn take(&self) -> Run {
        // Acquire: pairs with the release in `splice`, for every block of the list (see there).
        let head = self.head.swap(ptr::null_mut(), Ordering::Acquire);
        let mut closed_before = Run::EMPTY;
        let mut run = Run::EMPTY;
        // SAFETY: the swap took the pointer out of the list's head, and with it the half that the
        // head owned.
        let mut next = unsafe { Listed::from_raw(head) };
        while let Some(first) = next {
            let run_end = first.block().run_end.replace(ptr::null_mut());
            let last = if run_end.is_null() {
                first.as_ptr()
            } else {
                run_end
            };
            // SAFETY: `last` is the block of `first`, or as `put_back` wrote it one that the links
            // from `first` lead to.
            let behind = unsafe { &*last }.next.replace(ptr::null_mut());
            // SAFETY: the replacement took the pointer out of the link that owned it.
            next = unsafe { Listed::from_raw(behind) };
            if run_end.is_null() {
                first.close();
                run.put_front(first);
            } else {
                let mut older = Run {
                    first: Some(first),
                    last,
                };
                older.append(closed_before);
                closed_before = older;
            }
        }
        // Oldest first: what was put back is older than most of what came after it, and the loop
        // above has reversed the order of the new blocks.
        closed_before.append(run);
        closed_before
    }
}

/// A chain of closed blocks, each with an entry to take, all held by one thread.
///
/// Without a destructor: a run that is not put back leaks its entries.
pub(super) struct Run {
    /// `next` of each block owns the half of the one behind it; that of the last is null.
    first: Option<Listed>,
    /// An alias of the chain's last block. Means nothing when the chain is empty.
    last: *mut Block,
}

impl Run {
    pub(super) const EMPTY: Self = Self {
        first: None,
        last: ptr::null_mut(),
    };

    fn put_front(&mut self, block: Listed) {
        match self.first.take() {
            Some(first) => block.block().next.set(first.into_raw()),
            None => self.last = block.as_ptr(),
        }
        self.first = Some(block);
    }

    fn append(&mut self, behind: Self) {
        let Some(first) = behind.first else { return };
        if self.first.is_none() {
            self.first = Some(first);
        } else {
            // SAFETY: an alias of a block whose half the chain owns: alive.
            unsafe { &*self.last }.next.set(first.into_raw());
        }
        self.last = behind.last;
    }
}

impl Run {
    /// Takes up to `limit` entries out and calls `release` for each. Returns how many.
    ///
    /// If `release` unwinds, the run stays valid: it has neither that entry nor those before it.
    pub(super) fn release(&mut self, limit: usize, mut release: impl FnMut(Entry, u32)) -> usize {
        let mut released = 0;
        while let Some(first) = &self.first {
            let generation = first.block().generation.get();
            let rest = first.rest();
            let room = u32::try_from(limit - released).unwrap_or(u32::MAX);
            let until = rest.start.saturating_add(room).min(rest.end - 1);
            let mut next = rest.start;
            while next != until {
                // SAFETY: `List::take` closed the blocks of a run, and the index is in the rest.
                let entry = unsafe { first.entry(next) };
                next += 1;
                // Before the entry is released, which may unwind.
                first.block().taken.set(next);
                release(entry, generation);
            }
            released += (until - rest.start) as usize;
            if released == limit {
                break;
            }
            // SAFETY: as above; this is the last of the rest.
            let entry = unsafe { first.entry(until) };
            // Before the entry is released: if its destructor pushes another entry, that push can
            // use this block again.
            self.finish_first();
            released += 1;
            release(entry, generation);
        }
        released
    }

    fn finish_first(&mut self) {
        if let Some(first) = self.first.take() {
            // SAFETY: the link is given up together with its block, in the next step.
            self.first = unsafe { Listed::from_raw(first.block().next.get()) };
            first.finish();
        }
    }
}
