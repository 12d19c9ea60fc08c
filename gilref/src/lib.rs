//! Python references that are cloned only where the compiler can prove that the GIL is held.
#![cfg_attr(feature = "nightly", feature(auto_traits, negative_impls))]

mod clone;
mod pool;
mod token;
pub mod with;

pub use clone::{GilClone, Plain};
pub use token::{GilToken, Python};

#[cfg(feature = "derive")]
pub use gilref_derive::GilClone;
