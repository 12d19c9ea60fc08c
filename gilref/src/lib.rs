//! Python references that are cloned only where the compiler can prove that it is safe.
//!
//! # The problem
//!
//! A struct that holds Python objects can't be `Clone`. Taking a reference changes a count that
//! only a thread which holds the GIL may change (on a free-threaded build: one that is attached to
//! the interpreter), and `Clone::clone` has no way to know. So `clone_ref(py)` is written by hand,
//! field by field, for every type; or everything goes into an `Arc`; or `clone` panics at run time.
//!
//! # The answer
//!
//! The compiler proves it. `#[derive(GilClone)]` writes `clone_ref`, which takes a token, and a
//! token exists only on an attached thread:
//!
#![cfg_attr(feature = "derive", doc = "```")]
#![cfg_attr(not(feature = "derive"), doc = "```ignore")]
//! use std::collections::HashMap;
//! use gilref::types::PyAny;
//! use gilref::{GilClone, Py, Python};
//!
//! #[derive(GilClone)]
//! struct Handler {
//!     name: String,
//!     callback: Py<PyAny>,
//!     options: HashMap<String, Py<PyAny>>,
//! }
//!
//! # Python::initialize();
//! let handler = Python::attach(|py| Handler {
//!     name: String::from("print"),
//!     callback: py.eval("print", None, None).unwrap().unbind(),
//!     options: HashMap::new(),
//! });
//! let copy = Python::attach(|py| handler.clone_ref(py));
//!
//! // A reference may be kept, sent and dropped anywhere.
//! std::thread::spawn(move || drop(copy)).join().unwrap();
//! ```
//!
//! Without a token it does not compile:
//!
#![cfg_attr(feature = "derive", doc = "```compile_fail,E0599")]
#![cfg_attr(not(feature = "derive"), doc = "```ignore")]
//! # use gilref::{GilClone, Py, types::PyAny};
//! #[derive(GilClone)]
//! struct Handler {
//!     callback: Py<PyAny>,
//! }
//!
//! fn twice(handler: Handler) -> (Handler, Handler) {
//!     (handler.clone(), handler) // no method named `clone` found
//! }
//! ```
//!
//! # With PyO3
//!
//! Under the feature `pyo3`, PyO3's references and tokens are references and tokens here too. Its users keep
//! `pyo3::Py<T>` and `pyo3::Python<'py>`, and derive:
//!
#![cfg_attr(all(feature = "derive", feature = "pyo3"), doc = "```")]
#![cfg_attr(not(all(feature = "derive", feature = "pyo3")), doc = "```ignore")]
//! use gilref::GilClone;
//! use pyo3::prelude::*;
//!
//! #[derive(GilClone)]
//! struct Handler {
//!     name: String,
//!     callback: Py<PyAny>,
//! }
//!
//! fn twice(handler: Handler, py: Python<'_>) -> [Handler; 2] {
//!     [handler.clone_ref(py), handler]
//! }
//! ```
//!
//! A `pyo3::Py` is still dropped by PyO3, by its own rules.
#![cfg_attr(
    feature = "pyo3",
    doc = "For a `Py` of PyO3's types that gilref drops, there is [`for_pyo3`]."
)]
#![cfg_attr(
    not(feature = "pyo3"),
    doc = "For a `Py` of PyO3's types that gilref drops, there is the module `for_pyo3`."
)]
//!
//! # What is here
//!
//! - [`GilClone`], the trait, and [its derive](derive@GilClone).
//! - [`GilDrop`] and [its derive](derive@GilDrop): release with a token, without a question per
//!   reference.
//! - Tokens: [`Python`], [`GilToken`], [`Python::attach`], [`Python::detach`].
//! - References: [`Py`], which needs no token to hold; [`Bound`] and [`Borrowed`], which carry one;
//!   [`PyErr`], an exception.
//! - [`types`] and [`conversion`]: a thin layer over Python's own types.
//! - [`pool`]: what becomes of references that are dropped on detached threads.
//! - For fields that are only `Clone`: `#[gil_clone(clone)]`, [`Plain`] and [`with`]. For bounds that insist
//!   on `Clone`: [`AttachClone`].
//!
//! Longer pages are in the repository: [a program that embeds Python](https://github.com/OWNER/gilref/blob/main/docs/embedding.md),
//! [a library that is generic over tokens](https://github.com/OWNER/gilref/blob/main/docs/in-a-library.md),
//! [deep or shallow](https://github.com/OWNER/gilref/blob/main/docs/deep-or-shallow.md),
//! [migrating](https://github.com/OWNER/gilref/blob/main/docs/migrating.md), [living with PyO3](https://github.com/OWNER/gilref/blob/main/docs/with-pyo3.md),
//! [finding detached drops](https://github.com/OWNER/gilref/blob/main/docs/finding-drops.md),
//! [the same promise in your own CI](https://github.com/OWNER/gilref/blob/main/docs/your-own-ci.md).
//!
//! # Features
//!
//! | feature | what it does |
//! |---|---|
//! | `derive` | `#[derive(GilClone)]` and `#[derive(GilDrop)]`; on by default |
//! | `pyo3` | `GilClone`, `GilToken` and conversions for PyO3's own types; the module `for_pyo3` |
//! | `auto-initialize` | [`Python::attach`] starts an interpreter where there never was one |
//! | `py-clone` | `Py<T>` gets a `Clone` that panics on a detached thread; for migrations |
//! | `nightly` | [`Ungil`] is an auto trait; needs a nightly compiler |
//! | `abi3`, `abi3-py39` to `abi3-py315`, `abi3t`, `abi3t-py315` | the limited API, as in `pyo3-ffi` |
//! | the name of a crate | `GilClone` and `GilDrop` for that crate's types: `arrayvec`, `bytes`, `chrono`, `either`, `hashbrown` (0.17), `indexmap` (2), `jiff`, `num-bigint` (0.4), `num-complex` (0.4), `ordered-float` (5), `parking_lot`, `petgraph` (0.8), `rust_decimal`, `serde_json`, `smallvec`, `time`, `url`, `uuid` |
//! | the name and version of a crate | the same for another version of it, together with any other: `hashbrown-0-12`, `hashbrown-0-13`, `hashbrown-0-14`, `hashbrown-0-15`, `hashbrown-0-16`, `indexmap-1`, `num-bigint-0-3`, `num-bigint-0-5`, `num-complex-0-3`, `ordered-float-2`, `ordered-float-3`, `ordered-float-4`, `petgraph-0-6`, `petgraph-0-7` |
//!
//! Features add and never take away. The policy for detached drops is not a feature but a cfg, for only
//! the final program may choose it: see [`pool`].
//!
//! # A program that embeds Python
//!
//! [`Python::embed`] in `main` starts the interpreter, and ends it as `python` does: exit callbacks and
//! destructors run, and what waits in the [`pool`] is released. After [`Python::initialize`] nobody does
//! that when `main` returns.
//!
//! # Sub-interpreters
//!
//! Not supported: a reference that is dropped detached is released in the main interpreter. An extension
//! module that calls [`Python::register_exit`] in its init function can't be imported into a sub-interpreter;
//! PyO3's modules refuse by themselves.

#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(docsrs, doc(auto_cfg(hide(feature = "nightly"))))]
#![cfg_attr(feature = "nightly", feature(auto_traits, negative_impls))]

#[doc(hidden)]
pub mod __private;
mod attach;
mod attach_count;
mod borrowed;
mod bound;
mod cast;
mod clone;
#[cfg(any(not(feature = "py-clone"), feature = "pyo3"))]
mod clone_needs_token;
pub mod conversion;
mod deferred;
mod detach;
mod drop;
mod err;
#[cfg(feature = "pyo3")]
pub mod for_pyo3;
mod fork;
#[cfg(all(unix, not(Py_3_12)))]
mod fork_lock;
mod gate;
mod gates;
mod generation;
mod interpreter;
mod lifecycle;
mod marker;
mod module_init;
#[doc(alias("ReferencePool"))]
pub mod pool;
mod py;
#[cfg(feature = "pyo3")]
mod pyo3;
mod starting;
mod sync;
mod this_thread;
mod thread_state;
mod token;
pub mod types;
mod ungil;
pub mod with;

pub use borrowed::Borrowed;
pub use bound::Bound;
pub use cast::{CastError, CastIntoError};
pub use clone::{AttachClone, DynGilClone, GilClone, Plain};
pub use drop::GilDrop;
pub use err::{PyErr, PyResult};
pub use lifecycle::AttachError;
pub use py::Py;
pub use thread_state::ThreadStateGuard;
pub use token::{GilToken, Python};
pub use ungil::Ungil;

#[doc(alias("derive_clone"))]
#[cfg(feature = "derive")]
#[doc = include_str!("../docs/derive.md")]
pub use gilref_derive::GilClone;

#[doc(alias("derive_drop"))]
#[cfg(feature = "derive")]
#[doc = include_str!("../docs/derive_drop.md")]
pub use gilref_derive::GilDrop;
