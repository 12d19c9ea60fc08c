//! The derive macro of `gilref`. Use it through that crate: `gilref::GilClone`.

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

// Documented where `gilref` re-exports it: there the examples are tests.
#[allow(missing_docs, reason = "the docs of a re-export are put before these")]
#[proc_macro_derive(GilClone, attributes(gil_clone))]
pub fn derive_gil_clone(input: TokenStream) -> TokenStream {
    expand::derive(input.into()).into()
}
