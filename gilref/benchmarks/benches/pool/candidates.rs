//! The structures that are compared, each behind the same four functions.

use std::ptr::{self, NonNull};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering};

use concurrent_queue::ConcurrentQueue;
use crossbeam_queue::SegQueue;

use crate::blocks::Blocks;

/// What an entry points to: a count that releasing brings down.
pub(crate) struct Object {
    pub(crate) count: usize,
}

/// An entry, made sendable for those queues that ask for it.
struct Sent(NonNull<Object>);

// SAFETY: it is a pointer that only `drain` follows, and that is called on one thread.
unsafe impl Send for Sent {}

/// One pool for the whole program, as the real one is.
pub(crate) trait Pool: 'static {
    const NAME: &'static str;
    fn push(entry: NonNull<Object>);
    fn is_empty() -> bool;
    fn drain(release: impl FnMut(NonNull<Object>)) -> usize;
}

pub(crate) struct OpenBlocks;

static OPEN_BLOCKS: Blocks<Object> = Blocks::new();

impl Pool for OpenBlocks {
    const NAME: &'static str = "open blocks";

    fn push(entry: NonNull<Object>) {
        OPEN_BLOCKS.push(entry, 0);
    }

    fn is_empty() -> bool {
        OPEN_BLOCKS.is_empty()
    }

    fn drain(mut release: impl FnMut(NonNull<Object>)) -> usize {
        OPEN_BLOCKS.drain(usize::MAX, |entry, _| release(entry))
    }
}

/// What PyO3 0.30 does: the flag is set after the push, and taken down before the vector is taken.
pub(crate) struct Flagged;

static FLAG: AtomicBool = AtomicBool::new(false);
static FLAGGED: Mutex<Vec<Sent>> = Mutex::new(Vec::new());

impl Pool for Flagged {
    const NAME: &'static str = "Mutex<Vec> + flag";

    fn push(entry: NonNull<Object>) {
        FLAGGED.lock().unwrap().push(Sent(entry));
        FLAG.store(true, Ordering::Relaxed);
    }

    fn is_empty() -> bool {
        !FLAG.load(Ordering::Relaxed)
    }

    fn drain(mut release: impl FnMut(NonNull<Object>)) -> usize {
        let taken = FLAG.compare_exchange(true, false, Ordering::Relaxed, Ordering::Relaxed);
        if taken.is_err() {
            return 0;
        }
        let entries = std::mem::take(&mut *FLAGGED.lock().unwrap());
        let count = entries.len();
        entries.into_iter().for_each(|Sent(entry)| release(entry));
        count
    }
}

/// A stack of boxed nodes; a drain takes it whole.
pub(crate) struct Treiber;

struct Node {
    entry: NonNull<Object>,
    next: *mut Node,
}

static TREIBER: AtomicPtr<Node> = AtomicPtr::new(ptr::null_mut());

impl Pool for Treiber {
    const NAME: &'static str = "Treiber stack";

    fn push(entry: NonNull<Object>) {
        let mut next = TREIBER.load(Ordering::Relaxed);
        let node = Box::into_raw(Box::new(Node { entry, next }));
        while let Err(now) =
            TREIBER.compare_exchange_weak(next, node, Ordering::Release, Ordering::Relaxed)
        {
            next = now;
            // SAFETY: not published yet.
            unsafe { (*node).next = next };
        }
    }

    fn is_empty() -> bool {
        TREIBER.load(Ordering::Relaxed).is_null()
    }

    fn drain(mut release: impl FnMut(NonNull<Object>)) -> usize {
        let mut next = TREIBER.swap(ptr::null_mut(), Ordering::Acquire);
        let mut count = 0;
        while !next.is_null() {
            // SAFETY: from `Box::into_raw`, and the swap made it ours.
            let node = unsafe { Box::from_raw(next) };
            next = node.next;
            release(node.entry);
            count += 1;
        }
        count
    }
}

pub(crate) struct Segments;

static SEGMENTS: SegQueue<Sent> = SegQueue::new();

impl Pool for Segments {
    const NAME: &'static str = "crossbeam SegQueue";

    fn push(entry: NonNull<Object>) {
        SEGMENTS.push(Sent(entry));
    }

    fn is_empty() -> bool {
        SEGMENTS.is_empty()
    }

    fn drain(mut release: impl FnMut(NonNull<Object>)) -> usize {
        let entries = std::iter::from_fn(|| SEGMENTS.pop());
        entries.map(|Sent(entry)| release(entry)).count()
    }
}

pub(crate) struct Unbounded;

static UNBOUNDED: std::sync::LazyLock<ConcurrentQueue<Sent>> =
    std::sync::LazyLock::new(ConcurrentQueue::unbounded);

impl Pool for Unbounded {
    const NAME: &'static str = "concurrent-queue";

    fn push(entry: NonNull<Object>) {
        let _ = UNBOUNDED.push(Sent(entry));
    }

    fn is_empty() -> bool {
        UNBOUNDED.is_empty()
    }

    fn drain(mut release: impl FnMut(NonNull<Object>)) -> usize {
        let entries = std::iter::from_fn(|| UNBOUNDED.pop().ok());
        entries.map(|Sent(entry)| release(entry)).count()
    }
}
