//! Locks of `parking_lot`: as std's locks, they have `GilDrop` and no `GilClone`.

use parking_lot::{Mutex, RwLock};

use crate::{GilClone, GilDrop, GilToken};

/// Implemented by nothing.
#[diagnostic::on_unimplemented(
    message = "`parking_lot::Mutex<{Self}>` can't be cloned with a Python token",
    label = "put `#[gil_clone(with = gilref::with::parking_lot::mutex)]` on the field",
    note = "`GilClone` would wait for the lock while attached, which can deadlock; that function waits detached",
    note = "or share it: a clone of `Arc<Mutex<..>>` is another reference to the same mutex"
)]
pub trait ParkingLotMutexContents {}

#[doc(hidden)]
impl<T: ParkingLotMutexContents> GilClone for Mutex<T> {
    fn clone_ref<'py>(&self, _py: impl GilToken<'py>) -> Self {
        unreachable!("nothing implements `ParkingLotMutexContents`")
    }
}

/// Implemented by nothing.
#[diagnostic::on_unimplemented(
    message = "`parking_lot::RwLock<{Self}>` can't be cloned with a Python token",
    label = "put `#[gil_clone(with = gilref::with::parking_lot::rw_lock)]` on the field",
    note = "`GilClone` would wait for the lock while attached, which can deadlock; that function waits detached",
    note = "or share it: a clone of `Arc<RwLock<..>>` is another reference to the same lock"
)]
pub trait ParkingLotRwLockContents {}

#[doc(hidden)]
impl<T: ParkingLotRwLockContents> GilClone for RwLock<T> {
    fn clone_ref<'py>(&self, _py: impl GilToken<'py>) -> Self {
        unreachable!("nothing implements `ParkingLotRwLockContents`")
    }
}

/// Locks nothing: nobody else has the mutex.
impl<T: GilDrop> GilDrop for Mutex<T> {
    #[inline]
    fn drop_ref<'py>(self, py: impl GilToken<'py>) {
        self.into_inner().drop_ref(py);
    }
}

/// Locks nothing: nobody else has the lock.
impl<T: GilDrop> GilDrop for RwLock<T> {
    #[inline]
    fn drop_ref<'py>(self, py: impl GilToken<'py>) {
        self.into_inner().drop_ref(py);
    }
}
