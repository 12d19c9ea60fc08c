//! Pages: the code of the READMEs and of `docs`, compiled and run as doc tests. The examples are the programs in this folder.

/// The README.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

/// The page of `gilref` on crates.io.
#[cfg(doctest)]
#[doc = include_str!("../../gilref/README.md")]
pub struct RuntimePage;

/// The page of `gilref-derive` on crates.io.
#[cfg(doctest)]
#[doc = include_str!("../../gilref-derive/README.md")]
pub struct DerivePage;

/// How to find detached drops.
#[cfg(doctest)]
#[doc = include_str!("../../docs/finding-drops.md")]
pub struct FindingDrops;

/// What a clone shares with its original.
#[cfg(doctest)]
#[doc = include_str!("../../docs/deep-or-shallow.md")]
pub struct DeepOrShallow;

/// Living with PyO3.
#[cfg(doctest)]
#[doc = include_str!("../../docs/with-pyo3.md")]
pub struct WithPyO3;

/// Values that rarely hold Python.
#[cfg(doctest)]
#[doc = include_str!("../../docs/values-that-rarely-hold-python.md")]
pub struct ValuesThatRarelyHoldPython;
