//! Locks, without the deadlock that keeps [`GilClone`] from having impls for them.
//!
//! A thread that waits for a lock while attached keeps the GIL from the thread that has the lock,
//! which may need the GIL before it lets go. A thread that holds a lock while it waits for the GIL
//! does the same from the other side. So neither happens here: the lock is tried; where it is
//! taken, this thread detaches, waits for the lock, *gives it back*, attaches and tries again.
//! Whoever else uses the lock, and however they do it, is never waited for while attached, and
//! never waits for this thread's GIL.

use std::sync::{Mutex, RwLock, TryLockError};

use crate::{GilClone, Python, Ungil};

/// A new, unlocked mutex with a clone of the value.
///
/// The lock is held while the value is cloned, and not while waiting for the GIL.
///
/// # Cost
///
/// Where the lock is free, one try. Where it is taken, this thread detaches and waits, as often as
/// another one is quicker; other threads may run Python in the meantime, and attaching again
/// releases what was dropped detached.
///
/// # Panics
///
/// If the mutex is poisoned, as `lock().unwrap()` would. The new mutex could not say that the value
/// is suspect. A panic of the value's own `clone_ref` poisons the mutex, which is locked just then.
///
/// # Deadlocks
///
/// Waiting for the lock and for the GIL can't block each other. Two cases are left:
///
/// - This thread holds the lock already: it waits for ever, or panics, as `lock()` does. A value
///   whose `clone_ref` locks the same mutex is one such case.
/// - Cloning the value runs Python code, as the `Hash` of a map's key may. Python can switch
///   threads there, and if the other thread locks the same mutex without detaching, each waits for
///   the other.
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
    loop {
        match mutex.try_lock() {
            Ok(value) => return Mutex::new(value.clone_ref(py)),
            Err(TryLockError::Poisoned(error)) => {
                panic!("can't clone the value of a mutex: {error}")
            }
            Err(TryLockError::WouldBlock) => py.detach(|| drop(mutex.lock())),
        }
    }
}

/// A new, unlocked lock with a clone of the value, which is read.
///
/// In all else as [`mutex`]: the lock is held, for reading, while the value is cloned, and not
/// while waiting for the GIL.
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
    loop {
        match lock.try_read() {
            Ok(value) => return RwLock::new(value.clone_ref(py)),
            Err(TryLockError::Poisoned(error)) => {
                panic!("can't clone the value of a lock: {error}")
            }
            Err(TryLockError::WouldBlock) => py.detach(|| drop(lock.read())),
        }
    }
}
