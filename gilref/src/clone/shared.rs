//! Pointers: a clone points to the same value. The value is not cloned, and no Python reference
//! count changes.

use std::ffi::{CStr, OsStr};
use std::marker::PhantomData;
use std::path::Path;
use std::pin::Pin;
use std::ptr::NonNull;
use std::rc::{self, Rc};
use std::sync::{self, Arc, mpsc};

use crate::{GilDrop, GilToken};

/// Implements `GilClone` by `Clone`.
macro_rules! shared {
    ($($(#[$doc:meta])* [$($param:tt)*] $ty:ty;)*) => {$(
        $(#[$doc])*
        #[diagnostic::do_not_recommend]
        impl<$($param)*> $crate::GilClone for $ty {
            #[inline]
            fn clone_ref<'py>(&self, _py: impl $crate::GilToken<'py>) -> Self {
                Clone::clone(self)
            }
        }
    )*};
}

/// Implements `GilDrop` by `Drop`.
macro_rules! dropped {
    ($($(#[$doc:meta])* [$($param:tt)*] $ty:ty;)*) => {$(
        $(#[$doc])*
        #[diagnostic::do_not_recommend]
        impl<$($param)*> $crate::GilDrop for $ty {
            #[inline]
            fn drop_ref<'py>(self, _py: impl $crate::GilToken<'py>) {}
        }
    )*};
}

/// Both.
macro_rules! shared_and_dropped {
    ($($entries:tt)*) => {
        $crate::clone::shared::shared! { $($entries)* }
        $crate::clone::shared::dropped! { $($entries)* }
    };
}
pub(super) use {dropped, shared, shared_and_dropped};

shared! {
    /// Counts one more Rust reference. `T` needs nothing.
    [T: ?Sized] Arc<T>;
    /// Counts one more Rust reference. `T` needs nothing.
    [T: ?Sized] Rc<T>;
}

/// The last one releases its contents.
impl<T: GilDrop> GilDrop for Arc<T> {
    #[inline]
    fn drop_ref<'py>(self, py: impl GilToken<'py>) {
        if let Some(value) = Arc::into_inner(self) {
            value.drop_ref(py);
        }
    }
}

/// The last one releases its contents.
impl<T: GilDrop> GilDrop for Rc<T> {
    #[inline]
    fn drop_ref<'py>(self, py: impl GilToken<'py>) {
        if let Some(value) = Rc::into_inner(self) {
            value.drop_ref(py);
        }
    }
}

// Of contents without a size nothing can be moved out.
dropped! {
    [] Arc<str>;
    [] Arc<Path>;
    [] Arc<OsStr>;
    [] Arc<CStr>;
    /// As Rust drops it: each reference asks.
    [T: GilDrop] Arc<[T]>;
    [] Rc<str>;
    [] Rc<Path>;
    [] Rc<OsStr>;
    [] Rc<CStr>;
    /// As Rust drops it: each reference asks.
    [T: GilDrop] Rc<[T]>;
}

shared_and_dropped! {
    /// Counts one weak Rust reference more or less. `T` needs nothing.
    [T: ?Sized] sync::Weak<T>;
    /// Counts one weak Rust reference more or less. `T` needs nothing.
    [T: ?Sized] rc::Weak<T>;
    /// Counts one Rust reference more or less. `T` needs nothing.
    [T: ?Sized] Pin<Arc<T>>;
    /// Counts one Rust reference more or less. `T` needs nothing.
    [T: ?Sized] Pin<Rc<T>>;

    /// One sender of the same channel more or less.
    [T] mpsc::Sender<T>;
    /// One sender of the same channel more or less.
    [T] mpsc::SyncSender<T>;

    [T: ?Sized] PhantomData<T>;
    /// The same address: the clone owns as much, or as little, as the original.
    [T: ?Sized] NonNull<T>;
    /// The same address: the clone owns as much, or as little, as the original.
    [T: ?Sized] *const T;
    /// The same address: the clone owns as much, or as little, as the original.
    [T: ?Sized] *mut T;
}

// References, but only to types without a size. An impl for every `&T` would be found by method
// lookup wherever `T` itself has none, and "mismatched types, expected `T`, found `&T`" hides what
// is missing. The derive copies references itself.
shared_and_dropped! {
    [] &str;
    [] &Path;
    [] &OsStr;
    [] &CStr;
    [T] &[T];
}
