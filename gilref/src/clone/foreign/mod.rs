//! Types of other crates, each behind the feature that has the crate's name.
//!
//! Where a crate has several version lines in use, each line has a feature of its own, with the same
//! impls.
//!
//! A container clones each element by `GilClone`; a type that can't hold a Python reference is
//! cloned plainly.

#[cfg(feature = "arrayvec")]
mod arrayvec;
#[cfg(feature = "bytes")]
mod bytes;
#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "either")]
mod either;
#[cfg(any(
    feature = "hashbrown",
    feature = "hashbrown-0-12",
    feature = "hashbrown-0-13",
    feature = "hashbrown-0-14",
    feature = "hashbrown-0-15",
    feature = "hashbrown-0-16"
))]
mod hashbrown;
#[cfg(any(feature = "indexmap", feature = "indexmap-1"))]
mod indexmap;
#[cfg(feature = "jiff")]
mod jiff;
#[cfg(any(
    feature = "num-bigint",
    feature = "num-bigint-0-3",
    feature = "num-bigint-0-5"
))]
mod num_bigint;
#[cfg(any(feature = "num-complex", feature = "num-complex-0-3"))]
mod num_complex;
#[cfg(any(
    feature = "ordered-float",
    feature = "ordered-float-2",
    feature = "ordered-float-3",
    feature = "ordered-float-4"
))]
mod ordered_float;
#[cfg(feature = "parking_lot")]
mod parking_lot;
#[cfg(any(
    feature = "petgraph",
    feature = "petgraph-0-6",
    feature = "petgraph-0-7"
))]
mod petgraph;
#[cfg(feature = "rust_decimal")]
mod rust_decimal;
#[cfg(feature = "serde_json")]
mod serde_json;
#[cfg(feature = "smallvec")]
mod smallvec;
#[cfg(feature = "time")]
mod time;
#[cfg(feature = "url")]
mod url;
#[cfg(feature = "uuid")]
mod uuid;
