//! Cells and locks: the clone of a cell is a new cell, which shares nothing with the original.
//! Locks have `GilDrop` only.

use std::cell::{Cell, OnceCell, RefCell};
use std::sync::{Mutex, OnceLock, PoisonError, RwLock};

use crate::{GilClone, GilDrop, GilToken};

impl<T: Copy> GilClone for Cell<T> {
    #[inline]
    fn clone_ref<'py>(&self, _py: impl GilToken<'py>) -> Self {
        self.clone()
    }
}

/// Panics where the value is mutably borrowed, as `RefCell`'s `Clone` does.
///
/// The value stays borrowed while it is cloned. That matters only where cloning runs code of the
/// user's that borrows it mutably, such as the `Hash` of a map's keys.
impl<T: GilClone> GilClone for RefCell<T> {
    #[inline]
    #[track_caller]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        RefCell::new(self.borrow().clone_ref(py))
    }
}

/// An empty cell's clone is empty.
impl<T: GilClone> GilClone for OnceCell<T> {
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        match self.get() {
            Some(value) => OnceCell::from(value.clone_ref(py)),
            None => OnceCell::new(),
        }
    }
}

/// An empty cell's clone is empty, also while another thread is initialising the original. Never
/// waits.
impl<T: GilClone> GilClone for OnceLock<T> {
    #[inline]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
        match self.get() {
            Some(value) => OnceLock::from(value.clone_ref(py)),
            None => OnceLock::new(),
        }
    }
}

/// Implements `GilDrop` for what gives up its value.
macro_rules! drop_inner {
    ($($(#[$doc:meta])* $ty:ident: $inner:expr;)*) => {$(
        $(#[$doc])*
        impl<T: GilDrop> GilDrop for $ty<T> {
            #[inline]
            fn drop_ref<'py>(self, py: impl GilToken<'py>) {
                $inner(self).drop_ref(py);
            }
        }
    )*};
}

drop_inner! {
    Cell: Cell::into_inner;
    RefCell: RefCell::into_inner;
    OnceCell: OnceCell::into_inner;
    OnceLock: OnceLock::into_inner;
    /// Locks nothing: nobody else has the mutex. Whether it is poisoned makes no difference.
    Mutex: |mutex| Mutex::into_inner(mutex).unwrap_or_else(PoisonError::into_inner);
    /// Locks nothing: nobody else has the lock. Whether it is poisoned makes no difference.
    RwLock: |lock| RwLock::into_inner(lock).unwrap_or_else(PoisonError::into_inner);
}
