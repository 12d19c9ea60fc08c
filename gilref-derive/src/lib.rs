//! The derive macro of [`gilref`](https://docs.rs/gilref), which re-exports and documents it.
//!
//! Depend on `gilref` and not on this crate: the code that the macro writes needs a `gilref` of the same version.

mod argument;
mod ast;
mod attr;
mod bound;
mod errors;
mod expand;
mod fallback;
mod name;
mod needs;
mod parse;
#[cfg(test)]
mod tests;
mod tokens;
mod ty;
mod valid;

use proc_macro::TokenStream;

// Documented in `gilref`, where the examples are tests. Rustdoc puts the docs of a re-export before these, so that these
// are for this crate's own page only.
#[cfg_attr(
    doc,
    doc = "See [`gilref::GilClone`](https://docs.rs/gilref/latest/gilref/derive.GilClone.html), this macro's re-export."
)]
#[allow(missing_docs, reason = "documented in `gilref`")]
#[proc_macro_derive(GilClone, attributes(gil_clone))]
pub fn derive_gil_clone(input: TokenStream) -> TokenStream {
    expand::derive(input.into()).into()
}
