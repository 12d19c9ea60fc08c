//! `GilClone`, cloning with a token, and its impls.
//!
//! One file per kind of type:
//! - `by_clone`: types that can't hold a Python reference;
//! - `sequence`, `map`, `tuple`, `cell`, `wrapper`, `range_inclusive`: types that clone their
//!   contents;
//! - `shared`: pointers, whose clone leaves the contents alone;
//! - `iterator`: iterators, which borrow, or are cloned by `Clone`;
//! - `trait_object`, `gil_clone_trait_object`: `Box<dyn Trait>`;
//! - `foreign`: types of other crates;
//! - `plain`, `attach_clone`: the wrappers of these names, and in `newtype` what both share;
//! - `refused`: types that have no impl on purpose, and what the compiler says of them.

use crate::GilToken;

mod attach_clone;
mod by_clone;
mod cell;
mod foreign;
mod gil_clone_trait_object;
mod iterator;
mod map;
mod newtype;
mod plain;
mod range_inclusive;
mod refused;
mod sequence;
mod shared;
mod trait_object;
mod tuple;
mod wrapper;

pub use attach_clone::{AttachClone, attach_and_clone};
pub(crate) use map::CloneEntries;
pub use plain::Plain;
pub use trait_object::{DynGilClone, clone_boxed};

/// `Clone` for values that hold Python references: the caller proves that the thread is attached.
///
/// Nearly always derived:
///
/// ```
/// use gilref::types::PyAny;
/// use gilref::{GilClone, Py, Python};
///
/// #[derive(GilClone)]
/// struct Handler {
///     name: String,
///     callback: Py<PyAny>,
/// }
///
/// Python::initialize();
/// Python::attach(|py| {
///     let handler = Handler {
///         name: String::from("print"),
///         callback: py.eval("print", None, None).unwrap().unbind(),
///     };
///     let copy = handler.clone_ref(py);
///     assert!(copy.callback.is(&handler.callback));
/// });
/// ```
///
/// # Which types have it
///
/// - Python references: `Py`, `Bound`, `Borrowed`, `PyErr`. A clone is a new reference to the same
///   object.
/// - What holds no reference: the primitives, `String`, `PathBuf`, `Duration` and the other plain
///   types of std. They are cloned as `Clone` does it.
/// - Containers of std, by cloning each element: `Option`, `Box`, `Vec`, the maps and sets, arrays,
///   tuples up to twelve, cells. A type parameter that plays no part in the contents, such as a
///   map's hasher, needs `Clone`.
/// - `Arc`, `Rc`, their `Weak`s and channel senders: a clone counts one more Rust reference and
///   leaves Python's counts alone.
/// - Types of other crates, behind the feature of gilref that has the crate's name. An older or
///   newer version line of a crate has a feature of its own, such as `hashbrown-0-15`: the one to
///   enable is the one that your own `Cargo.toml` names.
///
/// There is no impl for every `T: Clone`. With one, no container could have an impl of its own,
/// because its element might get a `Clone` some day. A field whose type has only `Clone` is marked
/// `#[gil_clone(clone)]`, or wrapped in [`Plain`].
///
/// `Mutex` and `RwLock` have no impl: waiting for a lock while attached deadlocks with a thread
/// that holds the lock and waits to attach. [`with::mutex`](crate::with::mutex) and
/// [`with::rw_lock`](crate::with::rw_lock) wait detached. The atomics have none, as they have no
/// `Clone`: a function for `#[gil_clone(with = ..)]` says which ordering is meant.
///
/// # What a clone costs
///
/// One increment per Python reference, and otherwise what std's `Clone` costs: a `Vec` allocates
/// once, at its final size. Maps and sets cost more.
///
/// # Maps and sets are rebuilt
///
/// std's `Clone` copies a hash table as it lies. That is its own secret: here the map is made again,
/// entry by entry, at its final capacity, through its keys' `Hash` and `Eq`, and a B-tree through
/// their `Ord`. So is a `BinaryHeap`. Two things follow.
///
/// - Where std's `Clone` copies memory, it is many times as fast: for 1,000 entries 18 times in a
///   `HashMap<u64, u64>`, 88 times in a `HashSet<u64>`; 1.8 times in a `HashMap<String, u64>`, 1.5
///   times in a `BTreeMap<u64, u64>`. With a Python reference in each entry the increments come to
///   both. The derive calls `Clone` by itself where all arguments of a field's type are primitives
///   or plain types of std, as in these. For keys and values of your own that hold no reference, put
///   `#[gil_clone(clone)]` on the field.
/// - A rebuilt hash map may iterate in another order than its original, above all after entries were
///   removed, as by `retain`; std's clone iterates in the same. No order is promised by either. Where
///   it matters, `BTreeMap` and `IndexMap` keep theirs.
///
/// # What runs during a clone
///
/// Taking a reference runs no Python code. Code of the user's own runs all the same where a map
/// calls its keys' `Hash` and `Eq`, or a `with` function is called, and it runs attached. Whatever
/// cloning borrows or locks meanwhile, that code finds borrowed or locked.
///
/// # Panics
///
/// Where std's `Clone` of the same type does: a [`RefCell`](std::cell::RefCell) that is mutably
/// borrowed. A panic half-way through a container drops what was cloned so far and leaks nothing.
///
/// # Writing an impl
///
/// ```
/// use gilref::{GilClone, GilToken};
///
/// struct Tree<T> {
///     value: T,
///     children: Vec<Tree<T>>,
/// }
///
/// impl<T: GilClone> GilClone for Tree<T> {
///     fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self {
///         Tree {
///             value: self.value.clone_ref(py),
///             children: self.children.clone_ref(py),
///         }
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be cloned with a Python token",
    label = "`GilClone` is not implemented for `{Self}`",
    note = "if `{Self}` is yours, put `#[derive(gilref::GilClone)]` on it; if it is `Clone` and holds \
            no Python reference, with `#[gil_clone(clone)]` below the derive"
)]
#[cfg_attr(
    feature = "pyo3",
    diagnostic::on_unimplemented(
        note = "if it is another crate's, enable gilref's feature for that crate and version, such as \
                `hashbrown` or `hashbrown-0-15`, or put `#[gil_clone(clone)]` on the field, or one of \
                `gilref::with`"
    )
)]
#[cfg_attr(
    not(feature = "pyo3"),
    diagnostic::on_unimplemented(
        note = "if it is another crate's, enable gilref's feature for that crate and version, such as \
                `hashbrown` or `hashbrown-0-15` (`pyo3` for PyO3's types), or put `#[gil_clone(clone)]` \
                on the field, or one of `gilref::with`"
    )
)]
#[doc(alias("derive_clone", "Py_INCREF", "PyClone"))]
pub trait GilClone: Sized {
    /// A copy of `self`; Python references inside are new owned references to the same objects.
    #[must_use]
    fn clone_ref<'py>(&self, py: impl GilToken<'py>) -> Self;
}
