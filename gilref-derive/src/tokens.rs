//! Token lists: the code of the impls while it is written.
//!
//! `quote!` is slow without optimisation, and inside another `quote!` it costs a round trip to the
//! compiler. So the code of the fields is pushed onto a list, and the list is handed to the
//! compiler once.

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::ToTokens;

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
