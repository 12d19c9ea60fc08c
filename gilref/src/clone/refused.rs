//! Types that have no `GilClone` on purpose, and what the compiler says of each.
//!
//! Each has an impl with a bound that no type meets. The compiler then reports the missing bound,
//! with the message of the bound's trait. (That message replaces the whole error only if the bound
//! is on another type than the one that has the impl.) These impls are hidden in the docs.

use std::sync::atomic;
use std::sync::{Mutex, RwLock};

use crate::{GilClone, GilToken};

/// Implemented by nothing.
#[diagnostic::on_unimplemented(
    message = "`Mutex<{Self}>` can't be cloned with a Python token",
    label = "put `#[gil_clone(with = gilref::with::mutex)]` on the field",
    note = "`GilClone` would wait for the lock while attached, which can deadlock; `gilref::with::mutex` waits detached",
    note = "or share it: a clone of `Arc<Mutex<..>>` is another reference to the same mutex"
)]
pub trait MutexContents {}

#[doc(hidden)]
impl<T: MutexContents> GilClone for Mutex<T> {
    fn clone_ref<'py>(&self, _py: impl GilToken<'py>) -> Self {
        unreachable!("nothing implements `MutexContents`")
    }
}

/// Implemented by nothing.
#[diagnostic::on_unimplemented(
    message = "`RwLock<{Self}>` can't be cloned with a Python token",
    label = "put `#[gil_clone(with = gilref::with::rw_lock)]` on the field",
    note = "`GilClone` would wait for the lock while attached, which can deadlock; `gilref::with::rw_lock` waits detached",
    note = "or share it: a clone of `Arc<RwLock<..>>` is another reference to the same lock"
)]
pub trait RwLockContents {}

#[doc(hidden)]
impl<T: RwLockContents> GilClone for RwLock<T> {
    fn clone_ref<'py>(&self, _py: impl GilToken<'py>) -> Self {
        unreachable!("nothing implements `RwLockContents`")
    }
}

/// Implemented by nothing.
#[diagnostic::on_unimplemented(
    message = "`{Atomic}` can't be cloned with a Python token",
    label = "share it as `Arc<{Atomic}>`, or put `#[gil_clone(with = path::to::function)]` on the field",
    note = "an atomic has no `Clone` either: only you know the ordering to read it with"
)]
pub trait Orders<Atomic> {}

macro_rules! atomic {
    ($ty:ident $($param:ident)?) => {
        #[doc(hidden)]
        #[rustfmt::skip] // compilers print it
        impl $(<$param>)? GilClone for atomic::$ty $(<$param>)? where for<'a> (): Orders<Self> {
            fn clone_ref<'py>(&self, _py: impl GilToken<'py>) -> Self {
                unreachable!("nothing implements `Orders`")
            }
        }
    };
}

atomic!(AtomicBool);
atomic!(AtomicI8);
atomic!(AtomicI16);
atomic!(AtomicI32);
#[cfg(target_has_atomic = "64")]
atomic!(AtomicI64);
atomic!(AtomicIsize);
atomic!(AtomicPtr T);
atomic!(AtomicU8);
atomic!(AtomicU16);
atomic!(AtomicU32);
#[cfg(target_has_atomic = "64")]
atomic!(AtomicU64);
atomic!(AtomicUsize);
