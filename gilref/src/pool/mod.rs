//! The pool: keeps references that are dropped on detached threads until an attached thread releases them.
//!
//! A detached thread may not release a Python reference, so that dropping a [`Py`](crate::Py) there
//! is handled by a policy, chosen when the final program is built:
//!
//! | policy | `RUSTFLAGS` | a detached drop |
//! |---|---|---|
//! | defer | none | waits in the pool until the next drain |
//! | abort | `--cfg gilref_disable_reference_pool` | says why on stderr and aborts the process |
//! | leak | `--cfg gilref_disable_reference_pool --cfg gilref_leak_on_drop_without_reference_pool` | leaks the reference |
//!
//! Where nobody will be able to release it, because the interpreter is gone, a reference is leaked
//! whatever the policy. And the reference in a [`PyErr`](crate::PyErr) is deferred whatever the policy: an
//! error that leaves an `attach` by `?` is no mistake.
//!
//! # When the pool is drained
//!
//! - at an outermost [`attach`](crate::Python::attach) or
//!   [`try_attach`](crate::Python::try_attach),
//! - at the end of [`detach`](crate::Python::detach),
//! - by [`drain`] and [`drain_up_to`],
//! - by the main thread's interpreter loop, which is asked for it by a drop, see [`set_nudge`],
//! - by a thread of gilref's own where too much waits, see [`set_drain_thread`],
//! - at the interpreter's exit, in a callback of Python's `atexit`.
//!
//! **Never** in a nested attach, and nowhere else: releasing a reference may run a destructor, and so any
//! code. A reader of the source must be able to see where that can happen. Code that drains while it holds
//! a lock can deadlock with a destructor that wants the same lock. On the main thread the same is true of
//! code that holds a lock while it runs Python bytecode: there the interpreter loop may drain, as it may
//! collect garbage or handle a signal. [`set_nudge`] turns that off. The drain thread holds no lock but the
//! GIL, which its destructors may let go of.
//!
//! # How much may wait
//!
//! By default about 1,000 references, and up to 500 for each thread that drops, as long as the threads
//! that hold the GIL let go of it now and then. There is no bound where attached threads make objects
//! faster than the objects' destructors run, nor without the [drain thread](set_drain_thread).
//!
//! # Order
//!
//! What was pushed before an attach begins is released before its closure runs, unless another thread is
//! just releasing it. An exception that is pending survives a drain.
//!
//! # Cost
//!
//! A drop on an attached thread does not touch the pool. An attach with an empty pool costs one load. A
//! detached drop costs a few nanoseconds, and 512 bytes at a thread's first one; from Python 3.12 on it also
//! reads the object's count. The measurements are on
//! [a page in the repository](https://github.com/OWNER/gilref/blob/main/docs/pool.md).
//!
//! # Fork
//!
//! No lock is held at any time, so that a process may be forked while other threads drop. What
//! waits in the pool is then in both processes, and is released in each, as each has its own copy
//! of the objects. The child loses the references that a thread which it does not have was pushing or
//! releasing at that moment; [`PoolStats::pending`] may stay above zero there by that much.
//!
//! CPython itself is less tolerant: in some versions a child hangs when another
//! thread was just building its thread state. They are
//! [listed in the repository](https://github.com/OWNER/gilref/blob/main/docs/cpython.md).
//!
//! # Example
//!
//! ```
//! use gilref::{Python, pool};
//!
//! Python::initialize();
//! let list = Python::attach(|py| py.eval("[1, 2, 3]", None, None).unwrap().unbind());
//!
//! let before = pool::stats();
//! drop(list); // detached
//! assert_eq!(pool::stats().pending, before.pending + 1);
//!
//! Python::attach(|_py| assert_eq!(pool::stats().pending, 0));
//! ```

mod drain;
mod drain_thread;
mod era;
pub mod hooks;
mod just_attached;
mod limit;
mod nudge;
mod os_thread;
mod policy;
mod request;
mod wish;

pub use crate::deferred::{PoolStats, stats};
pub use drain::{assert_empty, drain, drain_up_to};
pub use drain_thread::set_drain_thread;
pub use hooks::{DeferredDrop, Fate, set_hook};
pub(crate) use just_attached::just_attached;
pub use limit::set_drain_limit;
pub use nudge::set_nudge;
pub(crate) use policy::{defer_detached, drop_detached};
