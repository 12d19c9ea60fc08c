//! PyO3's types beside gilref's: the feature `pyo3`.
//!
//! PyO3's token is a token of gilref, PyO3's references have [`GilClone`](crate::GilClone), and
//! what both crates have a type for is converted with `From`. Nothing here changes a type of
//! PyO3's: it is the same pointer, and the same proof, under another name.
//!
//! What PyO3 does not let others see it keeps: its counter of attachments, and its pool. See
//! `docs/with-pyo3.md`.

pub(crate) mod class;
mod clone;
mod error;
mod object;
mod reference;
mod token;
