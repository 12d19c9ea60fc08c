//! Open blocks: a many-producer collection whose push costs one atomic addition on the thread's own
//! cache line.
//!
//! Nothing here knows of Python. An entry is a pointer that is never followed; the caller of
//! [`Blocks::drain`] says what releasing one means. The protocol, from the bottom up:
//!
//! **A block** ([`block`], [`halves`]) is a row of slots and a state word: the number of slots
//! filled, and flags. Its producer writes an entry into the first free slot and then adds one to
//! the number. A drainer *closes* the block by setting a flag in the same word. Each is one atomic
//! step that returns the previous value of the word. So every push comes either before the closing,
//! and the drainer sees its entry, or after it, sees the flag, and takes its entry elsewhere. The
//! drainer then reads the slots below the number that it has seen; the producer never writes those
//! again.
//!
//! **The list** ([`list`]) holds the blocks that have entries. The push that finds its block idle
//! opens it with one entry and puts it at the front of the list; the pushes after it need the block
//! only. A drain takes the whole list with one swap, closes *every* block of it, and only then runs
//! the first entry. Releasing an entry may run anything, for as long as it likes. If a later block
//! of the run were still open, a push could add an entry to it, and that entry would wait until the
//! destructor returns. Since every block is closed, the entry goes to another block. The next drain
//! finds it there, even a drain that the destructor itself starts. A thread changes the list in one
//! step and never waits. So there is no lock that a thread lost in a `fork()` could still hold.
//!
//! **A bounded drain** puts the rest back unchanged, as a *run*: a chain of closed blocks, of which
//! the first has a pointer to the last. The next drain steps over the run as a whole, so that a
//! hundred small drains don't visit every block a hundred times.
//!
//! **A block has two holders** while it is open: its producer and the list. Each gives it up in one
//! step on the state word and learns from it whether the other has already; the holder that comes
//! last owns the whole block. If that is the producer, it opens the block again: so a thread that
//! has pushed before need not allocate. If it is the drainer, it frees the block. The producer
//! gives up a block that is full, that is closed and not yet finished, or whose entries are of
//! another generation. A block has 512 bytes, but one that takes the place of a full one has 4 KiB:
//! the cost of opening and draining a block is then shared by 500 entries, and a thread keeps at
//! most one such block.
//!
//! **A producer** ([`producer`]) is a record that a thread claims at its first push and gives back
//! when it ends ([`local`]). It holds the current block and the number of pushes. Records stay: the
//! next thread that claims one goes on with its block and its count. A push after the thread's
//! thread-locals were destroyed claims a record for this one push.
//!
//! **What is not guaranteed.** Entries of one thread come out in the order they were pushed if
//! drains are neither bounded nor concurrent; entries of several threads in no particular order. A
//! thread that vanished in a `fork()` leaves its record claimed in the child, and an entry that it
//! was in the middle of pushing, or had taken out and not yet released, is not seen there.

mod block;
mod halves;
mod list;
#[cfg(not(loom))]
mod local;
mod producer;
#[cfg(all(test, not(loom)))]
mod tests;

use core::marker::PhantomData;
use core::ptr::NonNull;

use crate::sync::const_unless_loom;
use block::Size;
use list::{List, Run};
pub(crate) use producer::Pushed;
use producer::{Producer, Producers, release_claim};

/// A collection of pointers that any thread can add to without waiting.
///
/// On a cache line of its own: every attach reads it.
#[repr(align(64))]
pub(crate) struct Blocks<T> {
    list: List,
    producers: Producers,
    entries: PhantomData<NonNull<T>>,
}

// SAFETY: 1. what is shared are atomics, and cells that one thread at a time may touch: see
// `Producer`, `Owner`, `Listed`. 2. Entries are pointers that are never dereferenced here; the
// caller that pushes and releases them must ensure that they may cross threads.
unsafe impl<T> Sync for Blocks<T> {}
// SAFETY: nothing in it is tied to a thread: claims borrow it.
unsafe impl<T> Send for Blocks<T> {}

impl<T> Blocks<T> {
    /// How many entries a thread's first block has room for.
    pub(crate) const FIRST_BLOCK: usize = Size::Small.slots();

    const_unless_loom! {
        /// An empty pool. Allocates nothing.
        pub(crate) const fn new() -> Self {
            Self { list: List::new(), producers: Producers::new(), entries: PhantomData }
        }
    }

    /// Adds an entry, from any thread at any time, also from the destructor of a thread-local.
    ///
    /// Never waits. Allocates 512 bytes at the thread's first push and when a drain still holds the
    /// thread's block, 4 KiB when that is full.
    ///
    /// `generation` comes back with the entry. Blocks are not shared between generations, so it
    /// should change rarely.
    #[cfg(not(loom))]
    pub(crate) fn push(&'static self, entry: NonNull<T>, generation: u32) -> Pushed {
        match local::push(&self.list, &self.producers, entry.cast(), generation) {
            Some(pushed) => pushed,
            None => self.push_late(entry, generation),
        }
    }

    /// Calls `f` with the producer that this thread has claimed: the common case of [`push`](Self::push), and
    /// the fast one. `None` where it has claimed none yet, or none any more.
    #[cfg(not(loom))]
    #[inline]
    pub(crate) fn with_claimed<R>(
        &'static self,
        f: impl for<'a> FnOnce(Option<Claimed<'a, T>>) -> R,
    ) -> R {
        // The claim does not end while `f` runs: a destructor of a thread-local ends it.
        f(local::claimed(&self.list).map(|producer| Claimed {
            producer,
            entries: PhantomData,
        }))
    }

    #[cfg(not(loom))]
    #[cold]
    fn push_late(&self, entry: NonNull<T>, generation: u32) -> Pushed {
        match self.claim().push(entry, generation) {
            Pushed::Added => Pushed::Added,
            _ => Pushed::OpenedLate,
        }
    }

    /// A producer for as long as the claim lives: what a thread-local holds for [`Blocks::push`].
    pub(crate) fn claim(&self) -> Claim<'_, T> {
        Claim {
            producer: self.producers.claim(),
            list: &self.list,
            entries: PhantomData,
        }
    }

    /// Whether a drain would find nothing. One load.
    ///
    /// If the push of an entry happened before this call, then either the entry is seen here, or a
    /// thread that drains has taken it.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Takes everything there is, calls `release(entry, generation)` for up to `limit` entries of
    /// it and puts the rest back. Returns how many it called it for.
    ///
    /// `release` may push, drain and unwind; whatever it does, each other entry is released once,
    /// by this drain or a later one. A drain inside `release` sees what was pushed since this one
    /// began, not what this one holds.
    ///
    /// The next push of a thread whose block was taken opens one, and says so.
    pub(crate) fn drain(&self, limit: usize, mut release: impl FnMut(NonNull<T>, u32)) -> usize {
        let mut draining = Draining {
            list: &self.list,
            run: self.list.take(),
        };
        draining
            .run
            .release(limit, |entry, generation| release(entry.cast(), generation))
    }

    /// The number of pushes so far. A push is counted before its entry can be taken. So a caller
    /// that reads the number of released entries first never finds it greater than this number.
    ///
    /// Exact when no push is under way. Costs a visit to each thread's record.
    pub(crate) fn deferred(&self) -> u64 {
        self.producers.pushed()
    }

    /// The number of records: the most threads that had a claim at the same time.
    #[cfg(all(test, not(loom)))]
    pub(crate) fn records(&self) -> usize {
        self.producers.iter().count()
    }
}

impl<T> Drop for Blocks<T> {
    /// Forgets the entries and frees the rest. For tests: the pool of a program lives forever.
    fn drop(&mut self) {
        // Makes the list give up its half of each block; the producers' halves are given up by
        // their own destructor.
        self.drain(usize::MAX, |_, _| {});
    }
}

/// What a drain holds. Puts back what is left, also when it unwinds.
struct Draining<'a> {
    list: &'a List,
    run: Run,
}

impl Drop for Draining<'_> {
    fn drop(&mut self) {
        self.list
            .put_back(core::mem::replace(&mut self.run, Run::EMPTY));
    }
}

/// The right to push as one of the pool's producers, for one thread.
pub(crate) struct Claim<'a, T> {
    producer: &'a Producer,
    list: &'a List,
    entries: PhantomData<NonNull<T>>,
}

impl<T> Claim<'_, T> {
    /// [`Blocks::push`] without the thread-local.
    pub(crate) fn push(&self, entry: NonNull<T>, generation: u32) -> Pushed {
        // SAFETY: the claim is this thread's, since it can't be sent, and both are of one pool.
        unsafe { self.producer.push(self.list, entry.cast(), generation) }
    }
}

/// A producer that this thread has claimed before, lent for a push.
#[cfg(not(loom))]
pub(crate) struct Claimed<'a, T> {
    producer: &'a Producer,
    entries: PhantomData<NonNull<T>>,
}

#[cfg(not(loom))]
impl<T> Claimed<'_, T> {
    /// Adds an entry to this thread's open block. Returns `false`, with nothing done, where there is none
    /// that takes it.
    #[inline]
    pub(crate) fn push_to_open(&self, entry: NonNull<T>, generation: u32) -> bool {
        // SAFETY: the claim is this thread's, since it can't be sent.
        unsafe { self.producer.push_to_open(entry.cast(), generation) }
    }
}

impl<T> Drop for Claim<'_, T> {
    fn drop(&mut self) {
        release_claim(self.producer.claimed());
    }
}
