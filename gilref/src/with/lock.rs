//! Locks: clones the value in a `Mutex` or `RwLock` without a deadlock.
//!
//! Two threads deadlock when one waits for the lock while it holds the GIL, and the other waits for
//! the GIL while it holds the lock. So a thread does neither here. It tries the lock. If the lock is
//! taken, the thread detaches, waits for the lock, *unlocks it again*, attaches, and tries once
//! more. So it never waits for another thread's lock while it is attached, and no thread that holds
//! the lock waits for its GIL.
//!
//! This is also why [`GilClone`] has no impls for locks: the loop must be visible in the source.

use std::ops::Deref;
use std::sync::{Mutex, RwLock, TryLockError, TryLockResult};

use crate::{GilClone, Python, Ungil};

/// A new, unlocked mutex with a clone of the value.
///
/// The lock is held while the value is cloned, and not while waiting for the GIL.
///
/// # Cost
///
/// If the lock is free, one try. If it is taken, this thread detaches and waits, and does so again
/// each time another thread takes the lock first. Meanwhile other threads may run Python, and
/// attaching again drains the [pool](crate::pool).
///
/// # Panics
///
/// If the mutex is poisoned, as `lock().unwrap()` would: a new mutex would hide that the value may be
/// inconsistent. A panic in the value's own `clone_ref` poisons the mutex, which is locked then.
///
/// # Deadlocks
///
/// Waiting for the lock and waiting for the GIL can't block each other. Two cases remain:
///
/// - This thread already holds the lock. Then it waits for ever or panics, as `lock()` does. This also
///   happens if the value's `clone_ref` locks the same mutex.
/// - Cloning the value runs Python code, for example in the `Hash` of a map's key. Python may switch
///   threads there. If the other thread locks the same mutex without detaching, each waits for the
///   other.
///
/// # Example
///
/// ```
/// use gilref::types::PyAny;
/// use gilref::{GilClone, Py, with};
/// use std::sync::Mutex;
///
/// #[derive(GilClone)]
/// struct Worker {
///     #[gil_clone(with = with::mutex)]
///     queue: Mutex<Vec<Py<PyAny>>>,
/// }
/// ```
#[must_use]
pub fn mutex<T>(mutex: &Mutex<T>, py: Python<'_>) -> Mutex<T>
where
    T: GilClone + Send + Ungil,
{
    let try_lock = || unless_taken(mutex.try_lock(), "mutex");
    Mutex::new(clone_locked(py, try_lock, || drop(mutex.lock())))
}

/// A new, unlocked lock with a clone of the value, which is read.
///
/// Otherwise as [`mutex`]: the lock is held, for reading, while the value is cloned, and not while
/// waiting for the GIL.
///
/// # Cost
///
/// As [`mutex`].
///
/// # Panics
///
/// If the lock is poisoned, as `read().unwrap()` would. A panic of the value's own `clone_ref` does
/// not poison it.
///
/// # Deadlocks
///
/// As [`mutex`], where "holds" means for writing.
#[must_use]
pub fn rw_lock<T>(lock: &RwLock<T>, py: Python<'_>) -> RwLock<T>
where
    T: GilClone + Send + Sync + Ungil,
{
    let try_lock = || unless_taken(lock.try_read(), "lock");
    RwLock::new(clone_locked(py, try_lock, || drop(lock.read())))
}

/// The guard, or `None` if the lock is taken. Panics if it is poisoned.
fn unless_taken<Guard>(tried: TryLockResult<Guard>, name: &str) -> Option<Guard> {
    match tried {
        Ok(guard) => Some(guard),
        Err(TryLockError::WouldBlock) => None,
        Err(TryLockError::Poisoned(error)) => panic!("can't clone the value of a {name}: {error}"),
    }
}

/// The loop that is described in the head of this file. `try_lock` returns `None` if the lock is taken.
/// `wait` waits for the lock and unlocks it again.
pub(super) fn clone_locked<T, Guard>(
    py: Python<'_>,
    try_lock: impl Fn() -> Option<Guard>,
    wait: impl Fn() + Copy + Ungil,
) -> T
where
    T: GilClone,
    Guard: Deref<Target = T>,
{
    loop {
        match try_lock() {
            Some(value) => return T::clone_ref(&value, py),
            None => py.detach(wait),
        }
    }
}
