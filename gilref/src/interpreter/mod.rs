//! CPython: what it says about itself and about this thread, and the few calls into it that the rest
//! of the runtime is built from.
//!
//! Whether this thread is attached is never counted by gilref, always asked. A counter of one's own
//! is wrong as soon as somebody else attaches or detaches: C code, Cython, PyO3, another copy of
//! gilref, a greenlet that switches. The sources of each answer, version by version, are in
//! `docs/cpython.md`.

mod attached;
mod decref;
#[cfg_attr(feature = "pyo3", path = "detached_with_pyo3.rs")]
mod detached;
#[cfg_attr(not(Py_3_12), path = "exception_before_3_12.rs")]
mod exception;
mod immortal;
#[cfg(Py_LIMITED_API)]
mod limited;
mod owned;
mod parked;
mod pending_call;
mod state;
mod supported;
#[cfg(any(Py_LIMITED_API, not(Py_3_13)))]
mod symbol;
mod thread_state;
#[cfg(feature = "pyo3")]
mod traverse;
mod version;

#[cfg(all(unix, any(not(Py_3_13), Py_LIMITED_API)))]
pub(crate) use attached::says_cpython;
pub(crate) use attached::{Attachment, attachment, is_attached};
pub(crate) use decref::{Decrement, decref};
pub(crate) use detached::run_detached;
pub(crate) use exception::{SavedError, restore, take};
pub(crate) use immortal::is_immortal;
pub(crate) use owned::Owned;
pub(crate) use parked::{park_forever, park_if_ended, run_python};
pub(crate) use pending_call::add_pending_call;
pub(crate) use state::{
    is_ending, is_finalizing, is_initialized, is_main, is_running, runs_python_code,
};
pub(crate) use supported::{IN_SUB_INTERPRETER, is_supported};
#[cfg(all(unix, not(Py_3_12)))]
pub(crate) use thread_state::main_interpreter;
pub(crate) use thread_state::{
    STALE_STATES_EXIST, forget_stale_state, may_be_stale, release_counts, this_thread_state,
    thread_state_id,
};
#[cfg(feature = "pyo3")]
pub(crate) use traverse::{
    begin_collection, collections_are_unwatched, collections_are_watched, end_collection,
};
#[cfg(all(unix, not(Py_3_12)))]
pub(crate) use version::runs_3_12_or_later;
