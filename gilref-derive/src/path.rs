//! Absolute paths, appended segment by segment.

use proc_macro2::{Ident, Punct, Spacing, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt};

use crate::attr::ContainerAttrs;

/// The path of the runtime crate.
#[derive(Clone, Copy)]
pub(crate) struct Krate<'a>(pub(crate) &'a ContainerAttrs);

impl Krate<'_> {
    /// Appends the path of an item of the runtime crate at `span`. The user's own path stays where
    /// it was written, for the error if it leads nowhere.
    pub(crate) fn append(self, item: &str, span: Span, tokens: &mut TokenStream) {
        match &self.0.krate {
            Some(path) => path.to_tokens(tokens),
            None => segment("gilref", span, tokens),
        }
        segment(item, span, tokens);
    }
}

impl ToTokens for Krate<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match &self.0.krate {
            Some(path) => path.to_tokens(tokens),
            None => segment("gilref", Span::call_site(), tokens),
        }
    }
}

/// `::a::b::c`
pub(crate) fn absolute(segments: &[&str], span: Span, tokens: &mut TokenStream) {
    for name in segments {
        segment(name, span, tokens);
    }
}

/// `::name`
pub(crate) fn segment(name: &str, span: Span, tokens: &mut TokenStream) {
    let mut colon = Punct::new(':', Spacing::Joint);
    colon.set_span(span);
    tokens.append(colon);
    punct(':', span, tokens);
    tokens.append(Ident::new(name, span));
}

/// A sign that doesn't belong to the next one.
pub(crate) fn punct(sign: char, span: Span, tokens: &mut TokenStream) {
    let mut punct = Punct::new(sign, Spacing::Alone);
    punct.set_span(span);
    tokens.append(punct);
}
