//! This thread: how many outermost attaches it is in, and the thread state that is kept for it.
//!
//! CPython counts in a thread state how often `PyGILState_Ensure` was called, and destroys the state
//! when the count comes to zero. That is not so for a state that Python made for a thread of its own:
//! that one goes with the thread, whatever the count.
//!
//! **Keeping.** The first guard of a thread raises CPython's count by one; the others are counted here.
//! So forgotten guards can't overflow CPython's counter, an `int`.
//!
//! **The identity of a state** is the generation and CPython's id of the state, never its address: memory
//! is used again. A guard knows the number of the keeping that it belongs to, and so does nothing when that
//! state is gone.
//!
//! **A state that gilref made** is destroyed by no other code while it is kept. Outermost attaches use
//! it directly, without CPython's count, which costs as little as attaching can. When the last guard is
//! dropped inside such an attach, the end of the attach destroys the state.

use std::cell::Cell;
use std::ptr;

use pyo3_ffi as ffi;

use crate::gate::Inside;
use crate::generation;
#[cfg(all(unix, any(not(Py_3_13), Py_LIMITED_API)))]
use crate::interpreter::says_cpython;
use crate::interpreter::{
    STALE_STATES_EXIST, forget_stale_state, may_be_stale, release_counts, run_python,
    this_thread_state, thread_state_id,
};
use crate::token::Python;

thread_local! {
    /// Without a destructor: it is there for the destructors of all other thread-locals.
    static THIS: Record = const { Record {
        attaches: Cell::new(0),
        keeping: Cell::new(Keeping::Nothing),
        state: Cell::new(ptr::null_mut()),
        id: Cell::new(0),
        generation: Cell::new(0),
        guards: Cell::new(0),
        number: Cell::new(0),
    } };
}

struct Record {
    /// How many outermost attaches of gilref have begun on this thread and not ended.
    attaches: Cell<u32>,
    keeping: Cell<Keeping>,
    /// What is kept, or was. Not to be looked into before it is known to be alive.
    state: Cell<*mut ffi::PyThreadState>,
    /// CPython's number of it.
    id: Cell<i64>,
    /// The generation that it belongs to.
    generation: Cell<u32>,
    /// How many guards keep it. One nanosecond each, 2⁶⁴ of them take five hundred years.
    guards: Cell<u64>,
    /// Which keeping of this thread this is, counted from one.
    number: Cell<u64>,
}

/// What is done with `state`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keeping {
    /// Nothing is known of a state.
    Nothing,
    /// It is not kept. But it may be there as long as its interpreter.
    Seen,
    /// Kept by one of CPython's counts. Its thread may end before, and the state with it.
    Counted,
    /// Kept by one of CPython's counts, and made by gilref.
    Owned,
    /// `PyGILState_Release` is running on this thread, and may be destroying its state. Destructors
    /// run meanwhile.
    Releasing,
}

/// How an outermost attach has got the GIL, and so how it lets go of it.
#[derive(Clone, Copy)]
pub(crate) enum Held {
    /// By `PyGILState_Ensure`; CPython's word for what to go back to.
    Counted(ffi::PyGILState_STATE),
    /// By `PyEval_RestoreThread`.
    Uncounted,
}

/// Attaches this thread.
///
/// # Safety
///
/// Detached, and inside the gate: the interpreter stays until the GIL is taken.
#[inline]
pub(crate) unsafe fn take_gil() -> Held {
    THIS.with(|this| {
        this.attaches.set(this.attaches.get() + 1);
        if this.keeping.get() != Keeping::Nothing {
            // SAFETY: the caller's promise.
            if let Some(held) = unsafe { this.take_gil_with_known_state() } {
                return held;
            }
        }
        // SAFETY: the interpreter is there, by the caller.
        Held::Counted(unsafe { ffi::PyGILState_Ensure() })
    })
}

/// Detaches this thread.
///
/// # Safety
///
/// `held` is from the last [`take_gil`] of this thread that has not been undone, and the thread is
/// attached as that has left it.
#[inline]
pub(crate) unsafe fn let_go(held: Held) {
    THIS.with(|this| {
        this.attaches.set(this.attaches.get() - 1);
        match held {
            // SAFETY: the caller's promise.
            Held::Counted(before) => unsafe { this.release(before) },
            Held::Uncounted if this.is_to_be_destroyed() => {
                // SAFETY: attached with this state, whose count is the one of `keep`.
                unsafe { this.release(ffi::PyGILState_STATE::PyGILState_UNLOCKED) };
                this.keeping.set(Keeping::Nothing);
            }
            Held::Uncounted => {
                // SAFETY: attached.
                unsafe { ffi::PyEval_SaveThread() };
            }
        }
    });
}

/// How many outermost attaches this thread is in. More than one when it has detached in between.
pub(crate) fn outermost_attaches() -> u32 {
    THIS.with(|this| this.attaches.get())
}

/// In a forked child: this thread, which has forked, keeps its state as long as the interpreter, as the main
/// thread does. In CPython 3.11 and 3.12 a process in which the last state was destroyed, but not by the main thread,
/// can't make another one.
///
/// Does only what a signal handler may do.
#[cfg(all(unix, any(not(Py_3_13), Py_LIMITED_API)))]
pub(crate) fn keep_in_forked_child() {
    // Nothing more is asked: PyO3 would drain its pool.
    if says_cpython() {
        // Not released. SAFETY: attached: a number is added to.
        unsafe { ffi::PyGILState_Ensure() };
    }
}

/// Takes note of this thread's state, which the thread keeps without a guard, as the main thread does:
/// see [`may_be_stale`].
pub(crate) fn note_state(_attached: Python<'_>) {
    THIS.with(|this| {
        if !this.keeps() {
            this.keeping.set(Keeping::Seen);
            this.state.set(this_thread_state());
            this.generation.set(generation::current());
        }
    });
}

/// Keeps this thread's state for one guard more. Returns the number of the keeping; `None` where
/// nothing can be kept. `is_new`: the state was made by the attach that this is called in.
///
/// The end of the interpreter must be watched, since a generation ends there.
pub(crate) fn keep(_attached: Python<'_>, is_new: bool) -> Option<u64> {
    THIS.with(|this| {
        if this.keeping.get() == Keeping::Releasing {
            return None;
        }
        if !this.keeps() {
            let state = this_thread_state();
            // SAFETY: the thread is attached.
            let id = match unsafe { thread_state_id(state) } {
                Some(id) => id,
                // Nobody asks for the number of a state that is gilref's own.
                None if is_new => 0,
                None => return None,
            };
            // SAFETY: the thread is attached. Taken back by `release_count`, or by `let_go`.
            unsafe { ffi::PyGILState_Ensure() };
            this.keeping.set(if is_new {
                Keeping::Owned
            } else {
                Keeping::Counted
            });
            this.state.set(state);
            this.id.set(id);
            this.generation.set(generation::current());
            this.guards.set(0);
            this.number.set(this.number.get() + 1);
        }
        this.guards.set(this.guards.get() + 1);
        Some(this.number.get())
    })
}

/// Counts the end of a guard. Returns whether [`release_count`] is to be called now.
pub(crate) fn drop_guard(number: u64) -> bool {
    THIS.with(|this| {
        let keeping = this.keeping.get();
        let is_kept = matches!(keeping, Keeping::Counted | Keeping::Owned);
        if !is_kept || this.number.get() != number {
            return false;
        }
        this.guards.set(this.guards.get() - 1);
        // A state of gilref's own that is in use goes at the end of the attach that uses it.
        let in_use = keeping == Keeping::Owned && this.attaches.get() > 0;
        this.guards.get() == 0 && !in_use
    })
}

/// Gives back the count that keeps this thread's state, unless the state is gone.
///
/// # Safety
///
/// [`drop_guard`] has just asked for it. The thread is attached, or inside the gate.
pub(crate) unsafe fn release_count(inside: Option<Inside>) {
    THIS.with(|this| {
        let keeping = this.keeping.get();
        if !this.keeps() {
            this.keeping.set(Keeping::Seen);
            return;
        }
        // SAFETY: attached already, or let in: the interpreter stays until the GIL is taken.
        let before = unsafe { ffi::PyGILState_Ensure() };
        drop(inside);
        // SAFETY: takes back what `keep` counted. "Locked": the thread is attached and stays so for
        // now; the count is not zero, because of the line above.
        unsafe { ffi::PyGILState_Release(ffi::PyGILState_STATE::PyGILState_LOCKED) };
        // SAFETY: takes back the line before that.
        unsafe { this.release(before) };
        this.keeping.set(match keeping {
            Keeping::Owned => Keeping::Nothing,
            _ => Keeping::Seen,
        });
    });
}

impl Record {
    /// Where something is known of a state of this thread. `None` where that is no help.
    ///
    /// # Safety
    ///
    /// As for [`take_gil`].
    #[inline]
    unsafe fn take_gil_with_known_state(&self) -> Option<Held> {
        let state = match self.keeping.get() {
            // A destructor has detached. `PyGILState_Release` would destroy the state once more up to
            // 3.12.3 (gh-119585). So would an attach of other code's inside of this one: the count that this
            // takes, which nobody gives back, keeps it from that.
            Keeping::Releasing if !release_counts() => {
                // SAFETY: the caller's promise.
                unsafe { ffi::PyGILState_Ensure() };
                return Some(Held::Uncounted);
            }
            Keeping::Releasing => this_thread_state(),
            // Of no use but to find out that it is stale.
            Keeping::Seen if !STALE_STATES_EXIST => return None,
            _ if self.generation.get() != generation::current() => {
                // SAFETY: the caller's promise.
                unsafe { self.forget_ended() };
                return None;
            }
            Keeping::Owned => self.state.get(),
            _ => return None,
        };
        // SAFETY: this thread's state, not attached. Alive: the one is just being released by this
        // thread, and the other is kept, by the only count that can be the last.
        unsafe { ffi::PyEval_RestoreThread(state) };
        Some(Held::Uncounted)
    }

    /// `PyGILState_Release`. With the state go the values of `threading.local`, which may have destructors.
    ///
    /// # Safety
    ///
    /// Attached. `before` is from the `PyGILState_Ensure` whose count is taken back.
    #[inline]
    unsafe fn release(&self, before: ffi::PyGILState_STATE) {
        /// Not inlined, so that what is around it is.
        #[inline(never)]
        unsafe fn release(before: ffi::PyGILState_STATE) {
            // SAFETY: the caller's promise.
            run_python(move || unsafe { ffi::PyGILState_Release(before) });
        }

        let keeping = self.keeping.replace(Keeping::Releasing);
        // SAFETY: the caller's promise.
        unsafe { release(before) };
        self.keeping.set(keeping);
    }

    /// Whether the last guard was dropped in the attach that ends now.
    #[inline]
    fn is_to_be_destroyed(&self) -> bool {
        self.guards.get() == 0 && self.attaches.get() == 0 && self.keeping.get() == Keeping::Owned
    }

    /// Whether a state is kept, and is there. Asked attached, or inside the gate, where neither the
    /// interpreter nor this thread's state can go.
    fn keeps(&self) -> bool {
        self.generation.get() == generation::current()
            && match self.keeping.get() {
                Keeping::Owned => true,
                Keeping::Counted => self.is_this_threads_state(),
                _ => false,
            }
    }

    fn is_this_threads_state(&self) -> bool {
        let state = this_thread_state();
        // SAFETY: this thread's own state, and the caller of `keeps` sees to it that its interpreter
        // lives.
        state == self.state.get()
            && !state.is_null()
            && unsafe { thread_state_id(state) } == Some(self.id.get())
    }

    /// Forgets a state of an interpreter that has ended.
    ///
    /// # Safety
    ///
    /// As for [`take_gil`].
    #[cold]
    unsafe fn forget_ended(&self) {
        if may_be_stale() && this_thread_state() == self.state.get() {
            // SAFETY: detached, and the interpreter stays, by the caller.
            unsafe { forget_stale_state() };
        }
        self.keeping.set(Keeping::Nothing);
    }
}
