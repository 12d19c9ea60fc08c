//! Which producer is this thread's: one thread-local, and what ends the claim when the thread does.

use core::cell::Cell;
use core::ptr;
use std::thread_local;

use super::Blocks;
use super::producer::{Producer, release_claim};
use super::sync::AtomicBool;

/// Without a destructor, so that an access is a plain read with no question whether the value is
/// still there.
struct Local {
    /// The pool that `producer` belongs to. A thread that pushes to a second pool claims a producer
    /// of it for each push: there is one pool in a program, and in tests it's the right answer that
    /// counts.
    pool: Cell<*const ()>,
    producer: Cell<*const ()>,
    /// The claim was ended because the thread is ending. What is dropped by later destructors
    /// claims for each push.
    ending: Cell<bool>,
}

thread_local! {
    static LOCAL: Local = const {
        Local {
            pool: Cell::new(ptr::null()),
            producer: Cell::new(ptr::null()),
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
            local.pool.set(ptr::null());
        });
        if let Some(claimed) = self.0.take() {
            release_claim(claimed);
        }
    }
}

/// This thread's producer, claimed now if need be. `None` if there can't be one: late in the
/// thread's life, or for a second pool.
#[inline]
pub(super) fn producer<T>(pool: &'static Blocks<T>) -> Option<&'static Producer<T>> {
    // An error here: a late destructor on a target whose thread-locals are keys of the operating
    // system.
    let producer = LOCAL.try_with(|local| {
        if ptr::eq(local.pool.get(), ptr::from_ref(pool).cast()) {
            local.producer.get()
        } else {
            first_push(local, pool)
        }
    });
    let producer: *const Producer<T> = producer.ok()?.cast();
    // SAFETY: null, or written by `first_push` for this very pool (two pools that live forever have
    // two addresses), so it is a producer of the same `T` and lives as long.
    unsafe { producer.as_ref() }
}

#[cold]
fn first_push<T>(local: &Local, pool: &'static Blocks<T>) -> *const () {
    if local.ending.get() || !local.pool.get().is_null() {
        return ptr::null();
    }
    let producer = pool.producers.claim();
    let registered = EXIT.try_with(|exit| exit.0.set(Some(producer.claimed())));
    if registered.is_err() {
        release_claim(producer.claimed());
        local.ending.set(true);
        return ptr::null();
    }
    local.producer.set(ptr::from_ref(producer).cast());
    local.pool.set(ptr::from_ref(pool).cast());
    local.producer.get()
}
