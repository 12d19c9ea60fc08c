//! Stackful coroutines, which can end attaches out of order: a debug build says so.

use std::cell::{Cell, UnsafeCell};
use std::panic::catch_unwind;
use std::{mem, ptr};

use gilref::Python;

use crate::ends_well;

/// A place to switch from and to.
struct Context(UnsafeCell<libc::ucontext_t>);

impl Context {
    const fn empty() -> Self {
        // SAFETY: numbers and pointers, for which zero is a value. Filled before it is switched to.
        Self(UnsafeCell::new(unsafe { mem::zeroed() }))
    }
}

thread_local! {
    static MAIN: Context = const { Context::empty() };
    static COROUTINE: Context = const { Context::empty() };
    static PANICKED: Cell<bool> = const { Cell::new(false) };
}

/// Goes on where `to` was left; comes back when somebody switches to `from`.
fn switch(
    from: &'static std::thread::LocalKey<Context>,
    to: &'static std::thread::LocalKey<Context>,
) {
    let (from, to) = (from.with(|it| it.0.get()), to.with(|it| it.0.get()));
    // SAFETY: both are of this thread; `to` was made or left before.
    assert_eq!(unsafe { libc::swapcontext(from, to) }, 0);
}

/// Attaches, nested in an attach of the main stack, and is suspended in it.
extern "C" fn coroutine() {
    let attach = || Python::attach(|_| switch(&COROUTINE, &MAIN));
    PANICKED.set(catch_unwind(attach).is_err());
    switch(&COROUTINE, &MAIN);
}

#[test]
fn a_debug_build_panics_where_a_coroutine_was_left_attached() {
    ends_well(
        "coroutines::a_debug_build_panics_where_a_coroutine_was_left_attached",
        || {
            Python::initialize();
            let stack = vec![0_u8; 1 << 20].leak();
            let context = COROUTINE.with(|it| it.0.get());
            // SAFETY: a context to be filled.
            assert_eq!(unsafe { libc::getcontext(context) }, 0);
            // SAFETY: this thread's, and nobody else refers to it.
            let filled = unsafe { &mut *context };
            filled.uc_stack.ss_sp = stack.as_mut_ptr().cast();
            filled.uc_stack.ss_size = stack.len();
            filled.uc_link = ptr::null_mut();
            // SAFETY: filled, with a stack that is large enough and stays.
            unsafe { libc::makecontext(context, coroutine, 0) };

            Python::attach(|_| switch(&MAIN, &COROUTINE));
            assert!(!Python::is_attached());
            // The coroutine believes that it is attached.
            switch(&MAIN, &COROUTINE);
            assert!(PANICKED.get());
        },
    );
}
