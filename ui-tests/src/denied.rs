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
    clippy::pedantic
)]

use gilref::{GilClone, Py, types::PyAny};

/// A struct.
#[derive(GilClone)]
pub struct Handler<'a, T> {
    /// A field.
    pub name: &'a str,
    /// A field.
    pub state: Vec<T>,
    /// A field.
    pub callback: Py<PyAny>,
}

/// An enum.
#[derive(GilClone)]
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
