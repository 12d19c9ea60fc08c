//! Token lists: the code of the impls while it is written.
//!
//! `quote!` is slow without optimisation, and inside another `quote!` it costs a round trip to the
//! compiler. What is written for every field is pushed onto a list instead, handed over once.

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::ToTokens;

use crate::ast::TypeAttributes;

#[derive(Default)]
pub(crate) struct Tokens(Vec<TokenTree>);

impl Tokens {
    pub(crate) fn push(&mut self, token: impl Into<TokenTree>) {
        self.0.push(token.into());
    }

    pub(crate) fn word(&mut self, word: &str, span: Span) {
        self.push(Ident::new(word, span));
    }

    /// A punctuation mark that is a token of its own, not the first half of `::` or `->`.
    pub(crate) fn sign(&mut self, sign: char, span: Span) {
        self.spaced(sign, Spacing::Alone, span);
    }

    /// `::a::b::c`
    pub(crate) fn path(&mut self, segments: &[&str], span: Span) {
        for segment in segments {
            self.spaced(':', Spacing::Joint, span);
            self.spaced(':', Spacing::Alone, span);
            self.word(segment, span);
        }
    }

    pub(crate) fn group(&mut self, delimiter: Delimiter, content: Tokens) {
        self.push(Group::new(delimiter, content.into_token_stream()));
    }

    fn spaced(&mut self, sign: char, spacing: Spacing, span: Span) {
        let mut punct = Punct::new(sign, spacing);
        punct.set_span(span);
        self.push(punct);
    }
}

impl Extend<TokenTree> for Tokens {
    fn extend<I: IntoIterator<Item = TokenTree>>(&mut self, tokens: I) {
        self.0.extend(tokens);
    }
}

impl ToTokens for Tokens {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.0.iter().cloned());
    }

    fn into_token_stream(self) -> TokenStream {
        self.0.into_iter().collect()
    }
}

/// The path of the runtime crate.
#[derive(Clone, Copy)]
pub(crate) struct Runtime<'a>(pub(crate) &'a TypeAttributes);

impl Runtime<'_> {
    /// Appends the path of an item of the runtime crate at `span`.
    pub(crate) fn append(self, item: &str, span: Span, tokens: &mut Tokens) {
        self.append_root(span, tokens);
        tokens.path(&[item], span);
    }

    /// The user's own path stays where it was written, for the error if it leads nowhere.
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
