//! Pointers to something that stays where it is: what they point to is not cloned, and Python's
//! counts don't change.

use std::ffi::{CStr, OsStr};
use std::marker::PhantomData;
use std::path::Path;
use std::pin::Pin;
use std::ptr::NonNull;
use std::rc::{self, Rc};
use std::sync::{self, Arc, mpsc};

use crate::{GilClone, GilToken};

macro_rules! shared {
    ($($(#[$doc:meta])* [$($param:tt)*] $ty:ty;)*) => {$(
        $(#[$doc])*
        #[diagnostic::do_not_recommend]
        impl<$($param)*> GilClone for $ty {
            #[inline]
            fn clone_ref<'py>(&self, _py: impl GilToken<'py>) -> Self {
                Clone::clone(self)
            }
        }
    )*};
}

shared! {
    /// Counts one more Rust reference. `T` needs nothing.
    [T: ?Sized] Arc<T>;
    /// Counts one more Rust reference. `T` needs nothing.
    [T: ?Sized] Rc<T>;
    /// Counts one more weak Rust reference. `T` needs nothing.
    [T: ?Sized] sync::Weak<T>;
    /// Counts one more weak Rust reference. `T` needs nothing.
    [T: ?Sized] rc::Weak<T>;
    /// Counts one more Rust reference. `T` needs nothing.
    [T: ?Sized] Pin<Arc<T>>;
    /// Counts one more Rust reference. `T` needs nothing.
    [T: ?Sized] Pin<Rc<T>>;

    /// One more sender of the same channel.
    [T] mpsc::Sender<T>;
    /// One more sender of the same channel.
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
shared! {
    [] &str;
    [] &Path;
    [] &OsStr;
    [] &CStr;
    [T] &[T];
}
