//! Cells: the clone is a cell of its own.

use std::cell::{Cell, OnceCell, RefCell};
use std::sync::OnceLock;

use crate::{GilClone, GilToken};

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
