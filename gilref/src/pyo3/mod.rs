//! PyO3's types beside gilref's: the feature `pyo3`.
//!
//! PyO3's token is a token of gilref, PyO3's references have [`GilClone`](crate::GilClone), and
//! what both crates have a type for is converted with `From`. Nothing here changes a type of
//! PyO3's: it is the same pointer, and the same proof, under another name.
//!
//! PyO3's counter of attachments and its pool are private to PyO3: gilref can't read or change
//! them. See `docs/with-pyo3.md`.

pub(crate) mod class;
mod clone;
mod error;
mod object;
mod reference;
mod token;
