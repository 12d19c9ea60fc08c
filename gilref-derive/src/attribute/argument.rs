//! Arguments: what stands in the parentheses of `#[gil_clone(..)]`.

use std::fmt::Display;

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::token::Paren;
use syn::{Error, Expr, ExprPath, Ident, Lit, LitStr, Path, Token, TypeParamBound, WherePredicate};

use super::keyword::{Keyword, Place, Value};
use super::raw::Attribute;
use crate::ast::FieldsBy;
use crate::errors::Errors;
use crate::expressions::Expressions;

/// One argument, whose keyword is known and stands at its place.
pub(super) struct Argument {
    pub(super) keyword: Keyword,
    pub(super) ident: Ident,
    /// The tokens after the `=`; empty where there is none.
    value: TokenStream,
}

/// All arguments of all attributes of one place, each at most once.
pub(super) fn arguments(
    attributes: &[Attribute],
    place: Place,
    errors: &mut Errors,
) -> Vec<Argument> {
    let mut found: Vec<Argument> = Vec::new();
    for attribute in attributes {
        if attribute.name != place.attribute() {
            continue;
        }
        let mut content = attribute.content.clone().into_iter();
        let list = match (content.next(), content.next()) {
            (Some(TokenTree::Group(list)), None) if list.delimiter() == Delimiter::Parenthesis => {
                list.stream()
            }
            _ => {
                let (name, takes) = (place.attribute(), place.takes());
                errors.at(
                    &attribute.whole,
                    format_args!("expected `#[{name}(..)]` with {takes}"),
                );
                continue;
            }
        };
        if list.is_empty() {
            errors.at(&attribute.whole, format_args!("expected {}", place.takes()));
        }
        let parse = |input: ParseStream<'_>| {
            while !input.is_empty() {
                match Argument::parse(input, place) {
                    Ok(argument) if found.iter().any(|other| other.keyword == argument.keyword) => {
                        let keyword = argument.keyword.as_str();
                        errors.at(&argument.ident, format_args!("duplicate `{keyword}`"));
                    }
                    Ok(argument) => found.push(argument),
                    Err(error) => errors.push(error),
                }
                if !input.is_empty() {
                    input.parse::<Token![,]>()?;
                }
            }
            Ok(())
        };
        if let Err(error) = parse.parse2(list) {
            errors.push(error);
        }
    }
    found
}

impl Argument {
    /// Parses up to the comma, also where there is an error, so that what follows is checked too.
    fn parse(input: ParseStream<'_>, place: Place) -> Result<Self, Error> {
        let tokens = until_comma(input);
        let mut rest = tokens.clone().into_iter();
        let Some(TokenTree::Ident(ident)) = rest.next() else {
            let message = format!("expected {}", place.takes());
            return Err(if tokens.is_empty() {
                input.error(message)
            } else {
                Error::new_spanned(tokens, message)
            });
        };
        let rest: TokenStream = rest.collect();
        let keyword = Keyword::of(&ident, place)?;
        let value = match (keyword.value(), rest.is_empty()) {
            (Value::None | Value::Optional(_), true) => rest,
            (Value::None, false) => return Err(takes_no_value(keyword, tokens, rest)),
            (Value::Required(_) | Value::Optional(_), _) => match after_equals(rest) {
                Some(value) => value,
                None => {
                    let (keyword, usage) = (keyword.as_str(), keyword.usage());
                    let message = format!("`{keyword}` needs a value, as in `{usage}`");
                    return Err(Error::new_spanned(tokens, message));
                }
            },
        };
        Ok(Argument {
            keyword,
            ident,
            value,
        })
    }

    pub(super) fn has_value(&self) -> bool {
        !self.value.is_empty()
    }

    /// The value as a path to a function.
    pub(super) fn function(&self) -> Result<ExprPath, Error> {
        let mut expr = syn::parse2(self.value.clone());
        while let Ok(Expr::Group(group)) = expr {
            expr = Ok(*group.expr);
        }
        match expr {
            Ok(Expr::Path(path)) => Ok(path),
            Ok(Expr::Lit(literal)) if matches!(literal.lit, Lit::Str(_)) => {
                Err(self.wrong("takes a path without quotes"))
            }
            _ => Err(self.wrong("takes a path to a function")),
        }
    }

    /// The value as a path to a crate or module, which may stand in quotes.
    pub(super) fn module(&self) -> Result<Path, Error> {
        let mut value = self.value.clone();
        if let Ok(string) = syn::parse2::<LitStr>(value.clone()) {
            value = string.parse().map_err(|_| self.wrong("takes a path"))?;
        }
        // The invisible group of a `$path:path`.
        while let Some(inside) = only_group(&value) {
            value = inside;
        }
        Path::parse_mod_style
            .parse2(value)
            .map_err(|_| self.wrong("takes a path"))
    }

    /// The value as a string that holds where predicates; with a comma behind each.
    pub(super) fn predicates(&self) -> Result<TokenStream, Error> {
        let Ok(string) = syn::parse2::<LitStr>(self.value.clone()) else {
            return Err(self.wrong("takes a string that holds where predicates"));
        };
        let tokens: TokenStream = string
            .parse()
            .map_err(|error| self.wrong_predicates(&error))?;
        if let Some(TokenTree::Ident(first)) = tokens.clone().into_iter().next() {
            if first == "where" {
                return Err(self.wrong("takes where predicates without the `where`"));
            }
        }
        let mut expressions = Expressions::default();
        let mut predicates = Punctuated::<WherePredicate, Token![,]>::parse_terminated
            .parse2(expressions.take_from(tokens))
            .map_err(|error| self.wrong_predicates(&error))?;
        predicates.iter_mut().for_each(move_ends_of_bounds);
        if !predicates.empty_or_trailing() {
            predicates.push_punct(<Token![,]>::default());
        }
        Ok(expressions.put_back(predicates.into_token_stream()))
    }

    /// The value as a way to clone fields.
    pub(super) fn fields(&self) -> Result<FieldsBy, Error> {
        match self.value.to_string().as_str() {
            "clone" => Ok(FieldsBy::Clone),
            "clone_ref" => Ok(FieldsBy::GilClone),
            _ => Err(self.wrong("takes `clone` or `clone_ref`")),
        }
    }

    fn wrong_predicates(&self, error: &Error) -> Error {
        let wrong = self.wrong("must hold where predicates");
        Error::new_spanned(&self.value, format_args!("{wrong} ({error})"))
    }

    fn wrong(&self, what: impl Display) -> Error {
        let (keyword, usage) = (self.keyword.as_str(), self.keyword.usage());
        Error::new_spanned(
            &self.value,
            format_args!("`{keyword}` {what}, as in `{usage}`"),
        )
    }
}

/// Puts the bounds into parentheses that have the position of the derive. All in a string has the
/// position of the string, behind which the compiler would offer to write a further bound.
fn move_ends_of_bounds(predicate: &mut WherePredicate) {
    let WherePredicate::Type(predicate) = predicate else {
        return;
    };
    for bound in &mut predicate.bounds {
        match bound {
            TypeParamBound::Trait(bound) => bound.paren_token = Some(Paren(Span::call_site())),
            TypeParamBound::Lifetime(bound) => bound.set_span(Span::call_site()),
            _ => {}
        }
    }
}

/// The error where something follows a keyword that takes no value: a value, or an argument
/// without a comma before it.
fn takes_no_value(keyword: Keyword, tokens: TokenStream, rest: TokenStream) -> Error {
    let keyword = keyword.as_str();
    match rest.clone().into_iter().next() {
        Some(TokenTree::Punct(punct)) if punct.as_char() == '=' => {}
        Some(TokenTree::Group(_)) => {}
        _ => return Error::new_spanned(rest, format_args!("expected `,` after `{keyword}`")),
    }
    Error::new_spanned(tokens, format_args!("`{keyword}` takes no value"))
}

/// Takes the tokens up to a comma that is neither inside `<..>` nor between the bars of a closure.
fn until_comma(input: ParseStream<'_>) -> TokenStream {
    let mut tokens = TokenStream::new();
    let mut depth = 0_usize;
    let mut after_dash = false;
    let mut in_bars = false;
    while !(input.is_empty() || depth == 0 && !in_bars && input.peek(Token![,])) {
        let Ok(token) = input.parse::<TokenTree>() else {
            break;
        };
        let punct = match &token {
            TokenTree::Punct(punct) => punct.as_char(),
            _ => ' ',
        };
        match punct {
            '<' => depth += 1,
            '|' => in_bars = !in_bars,
            '>' if !after_dash => depth = depth.saturating_sub(1),
            _ => {}
        }
        after_dash = punct == '-';
        tokens.extend([token]);
    }
    tokens
}

/// The tokens after the `=`; `None` where there is no `=` or nothing after it.
fn after_equals(tokens: TokenStream) -> Option<TokenStream> {
    let mut tokens = tokens.into_iter();
    match tokens.next() {
        Some(TokenTree::Punct(punct)) if punct.as_char() == '=' => {}
        _ => return None,
    }
    let value: TokenStream = tokens.collect();
    (!value.is_empty()).then_some(value)
}

/// What is in an invisible group, if there is nothing else.
fn only_group(tokens: &TokenStream) -> Option<TokenStream> {
    let mut tokens = tokens.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::None => {
            Some(group.stream())
        }
        _ => None,
    }
}
