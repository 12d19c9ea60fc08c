//! The one place that chooses between the standard library's atomics and cells and loom's.
//!
//! Nothing else in this directory names either, so that what loom explores is what runs.

pub(super) use core::sync::atomic::Ordering;

#[cfg(not(loom))]
mod primitive {
    pub(crate) use core::cell::Cell;
    pub(crate) use core::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, AtomicUsize};

    /// Frees an allocation that other threads may have known the address of.
    pub(crate) fn free<T>(allocation: Box<T>) {
        drop(allocation);
    }

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

    /// Drops now, and gives the memory back much later: no address comes twice in one execution.
    ///
    /// Loom replays executions, and whether an exchange of pointers succeeds must not hang on where
    /// the allocator happens to put things.
    pub(crate) fn free<T>(allocation: Box<T>) {
        use std::alloc::{Layout, dealloc};
        use std::collections::VecDeque;
        type Lately = std::cell::RefCell<VecDeque<(*mut u8, Layout)>>;
        thread_local!(static LATELY: Lately = Lately::default());

        let address = Box::into_raw(allocation);
        // SAFETY: the allocation is owned, and from here on only its memory is used.
        unsafe { address.drop_in_place() };
        LATELY.with_borrow_mut(|lately| {
            lately.push_back((address.cast(), Layout::new::<T>()));
            if lately.len() > 256 {
                let (oldest, layout) = lately.pop_front().unwrap();
                // SAFETY: from a `Box` of that layout, and dropped already.
                unsafe { dealloc(oldest, layout) };
            }
        });
    }

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
