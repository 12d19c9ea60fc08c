//! Types that derive under every lint that a careful crate denies.
//!
//! In the library, because some of the lints look at what is public only.
#![deny(
    warnings,
    missing_docs,
    unsafe_code,
    rust_2018_idioms,
    unreachable_pub,
    unused,
    nonstandard_style,
    single_use_lifetimes,
    trivial_casts,
    unused_qualifications,
    unused_lifetimes,
    variant_size_differences,
    clippy::pedantic,
    clippy::nursery,
    clippy::restriction
)]
#![allow(
    clippy::blanket_clippy_restriction_lints,
    clippy::arbitrary_source_item_ordering,
    clippy::exhaustive_structs,
    clippy::exhaustive_enums,
    clippy::min_ident_chars,
    clippy::single_char_lifetime_names,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    reason = "what the types themselves are refused for; what is derived must not be"
)]

use gilref::{GilClone, GilDrop, Plain, Py, Python, types::PyAny};
use std::collections::{BinaryHeap, HashMap};

/// A struct.
#[derive(GilClone, GilDrop)]
pub struct Handler<'a, T> {
    /// A field.
    pub name: &'a str,
    /// A field.
    pub state: Vec<T>,
    /// A field.
    pub callback: Py<PyAny>,
}

/// An enum.
#[derive(GilClone, GilDrop)]
pub enum Source {
    /// A variant.
    File(String),
    /// A variant.
    Object {
        /// A field.
        object: Py<PyAny>,
        /// A field.
        #[gil_clone(default)]
        reads: usize,
    },
}

/// A struct with every attribute of a field.
#[derive(GilClone, GilDrop)]
#[gil_clone(crate = ::gilref)]
pub struct Attributes<'a, T, K: Copy> {
    /// Cloned plainly.
    #[gil_clone(clone)]
    pub cloned: Vec<K>,
    /// Cloned by a function.
    #[gil_clone(with = first, bound = "K: Send")]
    pub first: Plain<K>,
    /// Made anew.
    #[gil_clone(default)]
    pub cache: Vec<T>,
    /// Made by a function.
    #[gil_clone(default = Vec::new)]
    pub made: Vec<T>,
    /// Copied.
    pub optional: Option<&'a T>,
    /// Cloned by `Clone`.
    pub table: HashMap<u64, u64>,
    /// Asks something of its keys.
    pub keys: HashMap<(K, u8), BinaryHeap<K>>,
}

/// A `with` function.
#[must_use]
#[inline]
#[expect(
    clippy::implicit_return,
    reason = "or `needless_return` would complain"
)]
pub const fn first<K: Copy>(value: &Plain<K>, _: Python<'_>) -> Plain<K> {
    Plain(value.0)
}

/// An enum that is cloned in parts by `Clone`.
#[derive(GilClone, GilDrop)]
#[gil_clone(fields = clone)]
pub enum Parts<T> {
    /// All of it.
    #[gil_clone(clone)]
    Plain(String, u8),
    /// All but one.
    Mixed {
        /// A field.
        name: String,
        /// A field.
        #[gil_clone(clone_ref)]
        value: T,
    },
}

/// Cloned as a whole.
#[derive(Clone, GilClone, GilDrop)]
#[gil_clone(clone)]
pub struct Whole<T> {
    /// A field.
    pub value: T,
}

/// Also `Clone`.
#[derive(GilClone, GilDrop)]
#[gil_clone(attach)]
pub struct Attached<T> {
    /// A field.
    pub value: T,
}

/// Has the name of a type of std that has no size.
#[derive(GilClone)]
pub struct Path(
    /// A field.
    pub Py<PyAny>,
);

/// Asks where the name leads.
#[derive(GilClone)]
pub struct Located<T> {
    /// A field.
    pub value: T,
    /// A field.
    pub path: Path,
}
