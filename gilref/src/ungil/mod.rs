//! `Ungil`: the values that a detached thread may use.

// A file of its own: the syntax is refused on stable even where it is configured out.
#[cfg(feature = "nightly")]
mod nightly;
#[cfg(not(feature = "nightly"))]
mod stable;

#[cfg(feature = "nightly")]
pub use nightly::Ungil;
#[cfg(not(feature = "nightly"))]
pub use stable::Ungil;
