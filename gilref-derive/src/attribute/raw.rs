//! Raw attributes: the ones that a derive reads, as tokens.

use proc_macro2::{Ident, TokenStream};

/// An attribute that a derive reads.
pub(crate) struct Attribute {
    pub(super) name: Ident,
    /// What follows the name.
    pub(super) content: TokenStream,
    /// All of it, for the errors.
    pub(super) whole: TokenStream,
}
