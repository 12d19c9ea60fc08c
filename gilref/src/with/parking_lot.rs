//! The locks of `parking_lot`, as [`with::mutex`](super::mutex) and [`with::rw_lock`](super::rw_lock)
//! are for std's: feature `parking_lot`.

use parking_lot::{Mutex, RwLock};

use super::lock::clone_locked;
use crate::{GilClone, Python, Ungil};

/// A new, unlocked mutex with a clone of the value.
///
/// As [`with::mutex`](super::mutex), with its cost and its deadlocks, but for poisoning, which
/// `parking_lot` has not: after a panic of the value's own `clone_ref` the mutex is unlocked.
///
/// # Example
///
/// ```
/// use gilref::types::PyAny;
/// use gilref::{Py, Python, with};
/// use parking_lot::Mutex;
///
/// fn copy(queue: &Mutex<Vec<Py<PyAny>>>, py: Python<'_>) -> Mutex<Vec<Py<PyAny>>> {
///     with::parking_lot::mutex(queue, py)
/// }
/// ```
///
/// In a derive: `#[gil_clone(with = gilref::with::parking_lot::mutex)]`.
#[must_use]
pub fn mutex<T>(mutex: &Mutex<T>, py: Python<'_>) -> Mutex<T>
where
    T: GilClone + Send + Ungil,
{
    Mutex::new(clone_locked(py, || mutex.try_lock(), || drop(mutex.lock())))
}

/// A new, unlocked lock with a clone of the value, which is read.
///
/// As [`with::rw_lock`](super::rw_lock), but for poisoning, which `parking_lot` has not.
#[must_use]
pub fn rw_lock<T>(lock: &RwLock<T>, py: Python<'_>) -> RwLock<T>
where
    T: GilClone + Send + Sync + Ungil,
{
    RwLock::new(clone_locked(py, || lock.try_read(), || drop(lock.read())))
}
