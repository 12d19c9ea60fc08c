//! This thread's producer: a thread-local that holds it, and a destructor that ends the claim when
//! the thread ends.

use core::cell::Cell;
use core::ptr;
use std::thread_local;

use super::block::Entry;
use super::list::List;
use super::producer::{Producer, Producers, Pushed, release_claim};
use crate::sync::AtomicBool;

/// Without a destructor, so that an access is a plain read, without a check whether the value was
/// destroyed.
struct Local {
    /// The pool that `producer` belongs to, known by its list. A thread that pushes to a second
    /// pool claims a producer of it for each push: a program has only one pool; tests have more,
    /// and there only correctness matters, not speed.
    list: Cell<*const List>,
    /// Claimed by this thread while `list` is not null.
    producer: Cell<Option<&'static Producer>>,
    /// The claim was ended because the thread is ending. Each push by a later destructor makes a
    /// claim of its own.
    ending: Cell<bool>,
}

thread_local! {
    static LOCAL: Local = const {
        Local {
            list: Cell::new(ptr::null()),
            producer: Cell::new(None),
            ending: Cell::new(false),
        }
    };

    /// Ends the claim at thread exit. Touched once in a thread's life, and only if it pushes.
    static EXIT: Exit = const { Exit(Cell::new(None)) };
}

struct Exit(Cell<Option<&'static AtomicBool>>);

impl Drop for Exit {
    fn drop(&mut self) {
        // Where thread-locals are keys of the operating system, `LOCAL` may be gone already. Then
        // no push can reach the producer.
        let _ = LOCAL.try_with(|local| {
            local.ending.set(true);
            local.list.set(ptr::null());
        });
        if let Some(claimed) = self.0.take() {
            release_claim(claimed);
        }
    }
}

/// This thread's producer of the pool, if it has claimed one and the claim has not ended.
#[inline]
pub(super) fn claimed(list: &'static List) -> Option<&'static Producer> {
    LOCAL.try_with(|local| producer(local, list)).ok().flatten()
}

/// Adds an entry as this thread's producer, claimed now if need be. `None` if nothing was added,
/// because this thread can't have a producer of this pool: late in its life, or for a second pool.
pub(super) fn push(
    list: &'static List,
    producers: &'static Producers,
    entry: Entry,
    generation: u32,
) -> Option<Pushed> {
    let pushed = LOCAL.try_with(|local| {
        let producer = producer(local, list).or_else(|| claim(local, list, producers))?;
        // SAFETY: both give this thread's own, of this pool.
        Some(unsafe { producer.push(list, entry, generation) })
    });
    // An error: a late destructor on a target whose thread-locals are keys of the operating system.
    pushed.ok().flatten()
}

/// What `claim` has claimed for this thread and this pool: two lists that live forever have two
/// addresses.
#[inline]
fn producer(local: &Local, list: &'static List) -> Option<&'static Producer> {
    if !ptr::eq(local.list.get(), list) {
        return None;
    }
    local.producer.get()
}

/// Makes this thread a producer of the pool, unless it is a producer of another pool.
#[cold]
fn claim(
    local: &Local,
    list: &'static List,
    producers: &'static Producers,
) -> Option<&'static Producer> {
    if local.ending.get() || !local.list.get().is_null() {
        return None;
    }
    let producer = producers.claim();
    if EXIT
        .try_with(|exit| exit.0.set(Some(producer.claimed())))
        .is_err()
    {
        local.ending.set(true);
        release_claim(producer.claimed());
        return None;
    }
    local.producer.set(Some(producer));
    local.list.set(list);
    Some(producer)
}
