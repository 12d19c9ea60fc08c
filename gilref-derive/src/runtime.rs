//! The runtime's path: the path by which the generated code names gilref.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

use crate::ast::TypeAttributes;
use crate::tokens::Tokens;

/// The path of the runtime crate.
#[derive(Clone, Copy)]
pub(crate) struct Runtime<'a>(pub(crate) &'a TypeAttributes);

impl Runtime<'_> {
    /// The path of an item of the runtime crate.
    pub(crate) fn path_to(self, item: &str) -> TokenStream {
        let item = Ident::new(item, Span::call_site());
        quote!(#self::#item)
    }

    /// Appends the path of an item of the runtime crate at `span`.
    pub(crate) fn append(self, item: &str, span: Span, tokens: &mut Tokens) {
        self.append_root(span, tokens);
        tokens.path(&[item], span);
    }

    /// The user's own path keeps its spans, so that the compiler points at it if the path is wrong.
    fn append_root(self, span: Span, tokens: &mut Tokens) {
        match &self.0.runtime {
            Some(path) => tokens.extend(path.to_token_stream()),
            None => tokens.path(&["gilref"], span),
        }
    }
}

impl ToTokens for Runtime<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let mut path = Tokens::default();
        self.append_root(Span::call_site(), &mut path);
        path.to_tokens(tokens);
    }
}
