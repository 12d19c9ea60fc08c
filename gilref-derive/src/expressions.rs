//! Expressions: gets past array lengths, const arguments, discriminants and default values.
//!
//! The derive repeats them or leaves them out, and never needs to know what they say. Syn reads
//! every expression only with its feature `full`, which is on or off depending on what other crates
//! of the build ask for, so syn is never asked to read an expression that may be of any kind.

use std::mem;

use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream, TokenTree};
use syn::Error;
use syn::parse::{ParseStream, Parser};

use crate::scan::is_sign;

/// Expressions that were taken out of a type. In the place of each, a string literal with its
/// number is left.
#[derive(Default)]
pub(crate) struct Expressions(Vec<TokenStream>);

impl Expressions {
    /// Takes array lengths and const arguments in braces out of the tokens of a type.
    pub(crate) fn take_from(&mut self, ty: impl IntoIterator<Item = TokenTree>) -> TokenStream {
        self.take_behind(' ', ty)
    }

    /// `sign` is the punctuation mark before the tokens; a space where there is none.
    fn take_behind(
        &mut self,
        mut sign: char,
        ty: impl IntoIterator<Item = TokenTree>,
    ) -> TokenStream {
        let mut simple = TokenStream::new();
        for token in ty {
            let after = mem::replace(&mut sign, ' ');
            simple.extend([match token {
                TokenTree::Group(group) => match group.delimiter() {
                    // The arguments of a macro call are left alone: only that macro knows what they
                    // mean.
                    _ if after == '!' => group.into(),
                    Delimiter::Brace if matches!(after, '<' | ',' | '=') => {
                        self.place(TokenTree::from(group).into())
                    }
                    Delimiter::Brace => group.into(),
                    Delimiter::Bracket => rebuilt(&group, self.take_length(&group)),
                    Delimiter::Parenthesis => rebuilt(&group, self.take_from(group.stream())),
                    Delimiter::None => rebuilt(&group, self.take_behind(after, group.stream())),
                },
                TokenTree::Punct(punct) => {
                    sign = punct.as_char();
                    punct.into()
                }
                token => token,
            }]);
        }
        simple
    }

    /// Puts the expressions back into a part of the type.
    pub(crate) fn put_back(&self, part: TokenStream) -> TokenStream {
        if self.0.is_empty() {
            return part;
        }
        part.into_iter()
            .flat_map(|token| match token {
                TokenTree::Literal(place) => self
                    .at(&place)
                    .unwrap_or_else(|| TokenTree::from(place).into()),
                TokenTree::Group(group) => rebuilt(&group, self.put_back(group.stream())).into(),
                token => token.into(),
            })
            .collect()
    }

    /// `[element; length]`, where the length may be any expression; or a slice, `[element]`.
    fn take_length(&mut self, array: &Group) -> TokenStream {
        let mut element = Vec::new();
        let mut inside = array.stream().into_iter();
        for token in inside.by_ref() {
            let is_end = is_sign(&token, ';');
            element.push(token);
            if is_end {
                break;
            }
        }
        let length: TokenStream = inside.collect();
        let mut simple = self.take_from(element);
        simple.extend((!length.is_empty()).then(|| self.place(length)));
        simple
    }

    fn place(&mut self, expression: TokenStream) -> TokenTree {
        let place = Literal::string(&format!("expression {}", self.0.len()));
        self.0.push(expression);
        place.into()
    }

    fn at(&self, place: &Literal) -> Option<TokenStream> {
        let place = place.to_string();
        let index: usize = place
            .strip_prefix("\"expression ")?
            .strip_suffix('"')?
            .parse()
            .ok()?;
        self.0.get(index).cloned()
    }
}

fn rebuilt(group: &Group, content: TokenStream) -> TokenTree {
    let mut rebuilt = Group::new(group.delimiter(), content);
    rebuilt.set_span(group.span());
    rebuilt.into()
}

/// Moves to the end of the expression behind the `=` that `input` is at.
///
/// Syn finds the end of any expression with any features, though only behind the name of a variant.
pub(crate) fn skip_value(input: ParseStream<'_>) -> Result<(), Error> {
    let rest = input.cursor().token_stream();
    let all = rest.clone().into_iter().count();
    let mut variant = TokenStream::from(TokenTree::from(Ident::new("V", Span::call_site())));
    variant.extend(rest);
    let remaining = |variant: ParseStream<'_>| {
        variant.parse::<syn::Variant>()?;
        Ok(variant.parse::<TokenStream>()?.into_iter().count())
    };
    for _ in remaining.parse2(variant)?..all {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}
