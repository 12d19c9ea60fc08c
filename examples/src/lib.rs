//! The examples are the programs beside this; this library holds the README's code, so that it is compiled and run.

/// The README.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
