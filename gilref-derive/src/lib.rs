//! The derive macros of [`gilref`](https://docs.rs/gilref), which re-exports and documents them.
//!
//! Depend on `gilref` and not on this crate: the code that a macro writes needs a `gilref` of the same version.

mod ast;
mod attribute;
mod bound;
mod derive;
mod errors;
mod expressions;
mod field_type;
mod generics;
mod impls;
mod known;
mod parse;
mod runtime;
mod scan;
#[cfg(test)]
mod tests;
mod tokens;
mod valid;

use proc_macro::TokenStream;

use crate::derive::derive;
use crate::impls::gil_clone::GilClone;
use crate::impls::gil_drop::GilDrop;

// Documented in `gilref`, where the examples are tests. Rustdoc puts the docs of a re-export before these, so that these
// are for this crate's own page only.
#[cfg_attr(
    doc,
    doc = "See [`gilref::GilClone`](https://docs.rs/gilref/latest/gilref/derive.GilClone.html), this macro's re-export."
)]
#[allow(missing_docs, reason = "documented in `gilref`")]
#[proc_macro_derive(GilClone, attributes(gil_clone))]
pub fn derive_gil_clone(input: TokenStream) -> TokenStream {
    derive::<GilClone>(input.into()).into()
}

#[cfg_attr(
    doc,
    doc = "See [`gilref::GilDrop`](https://docs.rs/gilref/latest/gilref/derive.GilDrop.html), this macro's re-export."
)]
#[allow(missing_docs, reason = "documented in `gilref`")]
#[proc_macro_derive(GilDrop, attributes(gil_clone, gil_drop))]
pub fn derive_gil_drop(input: TokenStream) -> TokenStream {
    derive::<GilDrop>(input.into()).into()
}
