//! The derive macro of `gilref`. Use it through that crate: `gilref::GilClone`.

mod ast;
mod attr;
mod bound;
mod errors;
mod expand;
mod fallback;
mod valid;

use proc_macro::TokenStream;

/// Implements `gilref::GilClone` field by field.
#[proc_macro_derive(GilClone, attributes(gil_clone))]
pub fn derive_gil_clone(input: TokenStream) -> TokenStream {
    expand::derive(input.into()).into()
}
