//! Atomics, cells and waiting: those of std, or loom's. Only this file chooses.
//!
//! The code that loom explores (`deferred/blocks`, `pool/request.rs`, `pool/wish.rs`, `gate.rs`,
//! `generation/word.rs` and `lifecycle/registration.rs`) uses std or loom only through this file. So loom
//! explores the same code that runs in a program.

pub(crate) use core::sync::atomic::Ordering;

#[cfg(not(loom))]
mod primitive {
    use core::ptr::NonNull;
    use std::alloc::{Layout, dealloc};

    pub(crate) use core::cell::Cell;
    pub(crate) use core::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, AtomicU64};
    pub(crate) use std::thread::{sleep, yield_now};

    /// Drops `*start` and frees the allocation that begins with it.
    ///
    /// # Safety
    ///
    /// 1. The allocation is from the global allocator, with this layout.
    /// 2. It and `*start` are not used any more.
    pub(crate) unsafe fn free<T>(start: NonNull<T>, layout: Layout) {
        // SAFETY: by 2.
        unsafe { start.drop_in_place() };
        // SAFETY: by 1 and 2.
        unsafe { dealloc(start.as_ptr().cast(), layout) };
    }

    /// Under loom: reports an allocation that is never freed. In unit tests: counts. Otherwise
    /// nothing.
    pub(crate) struct Tracked(());

    impl Tracked {
        pub(crate) fn new() -> Self {
            #[cfg(test)]
            LIVE.set(LIVE.get() + 1);
            Self(())
        }
    }

    #[cfg(test)]
    impl Drop for Tracked {
        fn drop(&mut self) {
            // Where a pool is dropped late in a thread's life nobody counts.
            let _ = LIVE.try_with(|live| live.set(live.get() - 1));
        }
    }

    #[cfg(test)]
    thread_local! {
        /// How many more allocations this thread has made than freed.
        pub(crate) static LIVE: Cell<isize> = const { Cell::new(0) };
    }
}

#[cfg(loom)]
mod primitive {
    use core::ptr::NonNull;
    use std::alloc::{Layout, dealloc};
    use std::cell::RefCell;
    use std::collections::VecDeque;

    pub(crate) use loom::cell::Cell;
    pub(crate) use loom::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, AtomicU64};
    pub(crate) use loom::thread::yield_now;

    /// Under loom there is no time.
    pub(crate) fn sleep(_: std::time::Duration) {
        yield_now();
    }

    /// Drops `*start` now, and frees the allocation that begins with it much later: no address
    /// comes twice in one execution.
    ///
    /// Loom replays executions, and whether an exchange of pointers succeeds must not hang on where
    /// the allocator happens to put things.
    ///
    /// # Safety
    ///
    /// 1. The allocation is from the global allocator, with this layout.
    /// 2. It and `*start` are not used any more.
    pub(crate) unsafe fn free<T>(start: NonNull<T>, layout: Layout) {
        type Lately = RefCell<VecDeque<(*mut u8, Layout)>>;
        thread_local!(static LATELY: Lately = Lately::default());

        // SAFETY: by 2.
        unsafe { start.drop_in_place() };
        LATELY.with_borrow_mut(|lately| {
            lately.push_back((start.as_ptr().cast(), layout));
            if lately.len() > 256 {
                let (oldest, layout) = lately.pop_front().unwrap();
                // SAFETY: by 1 and 2 of that call.
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

pub(crate) use primitive::*;

/// A function that is `const`, except under loom, whose atomics can't be built in a constant.
macro_rules! const_unless_loom {
    ($(#[$attr:meta])* $vis:vis const fn $($rest:tt)*) => {
        #[cfg(not(loom))]
        $(#[$attr])* $vis const fn $($rest)*
        #[cfg(loom)]
        $(#[$attr])* $vis fn $($rest)*
    };
}
pub(crate) use const_unless_loom;
