//! The one place that chooses between the standard library's atomics and cells and loom's.
//!
//! Nothing else in this directory names either, so that what loom explores is what runs.

pub(super) use core::sync::atomic::Ordering;

#[cfg(not(loom))]
mod primitive {
    pub(crate) use core::cell::Cell;
    pub(crate) use core::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, AtomicUsize};

    /// Under loom: reports an allocation that is never freed. Nothing otherwise.
    pub(crate) struct Tracked(());

    impl Tracked {
        pub(crate) fn new() -> Self {
            Self(())
        }
    }
}

#[cfg(loom)]
mod primitive {
    pub(crate) use loom::cell::Cell;
    pub(crate) use loom::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, AtomicUsize};

    /// Reports, at the end of an execution, an allocation that was never freed.
    pub(crate) struct Tracked(#[expect(dead_code)] loom::alloc::Track<()>);

    impl Tracked {
        pub(crate) fn new() -> Self {
            Self(loom::alloc::Track::new(()))
        }
    }
}

pub(super) use primitive::*;

/// A function that is `const`, except under loom, whose atomics can't be built in a constant.
macro_rules! const_unless_loom {
    ($(#[$attr:meta])* $vis:vis const fn $($rest:tt)*) => {
        #[cfg(not(loom))]
        $(#[$attr])* $vis const fn $($rest)*
        #[cfg(loom)]
        $(#[$attr])* $vis fn $($rest)*
    };
}
pub(super) use const_unless_loom;
