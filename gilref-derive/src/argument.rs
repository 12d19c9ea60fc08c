//! What stands in the parentheses of `#[gil_clone(..)]`.

use std::fmt::Display;

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Error, Expr, ExprPath, Ident, LitStr, MacroDelimiter, Meta, Token};

use crate::errors::Errors;
use crate::name::{Name, Place};

/// One of the things in the parentheses, known and at its place.
pub(crate) struct Argument {
    pub(crate) name: Name,
    pub(crate) ident: Ident,
    /// What stands after the `=`; empty for those that take no value.
    value: TokenStream,
}

/// All arguments of all `#[gil_clone(..)]` of one place, each at most once.
pub(crate) fn arguments(attrs: &[Attribute], place: Place, errors: &mut Errors) -> Vec<Argument> {
    let mut found: Vec<Argument> = Vec::new();
    for attr in attrs {
        if !attr.path().is_ident("gil_clone") {
            continue;
        }
        match &attr.meta {
            Meta::List(list) if matches!(list.delimiter, MacroDelimiter::Paren(_)) => {
                if list.tokens.is_empty() {
                    errors.at(attr, format_args!("expected {}", place.takes()));
                }
            }
            _ => {
                errors.at(
                    attr,
                    format_args!("expected `#[gil_clone(..)]` with {}", place.takes()),
                );
                continue;
            }
        }
        let parsed = attr.parse_args_with(|input: ParseStream<'_>| {
            while !input.is_empty() {
                match Argument::parse(input, place) {
                    Ok(argument) if found.iter().any(|other| other.name == argument.name) => {
                        let name = argument.name.as_str();
                        errors.at(&argument.ident, format_args!("duplicate `{name}`"));
                    }
                    Ok(argument) => found.push(argument),
                    Err(error) => errors.push(error),
                }
                if !input.is_empty() {
                    input.parse::<Token![,]>()?;
                }
            }
            Ok(())
        });
        if let Err(error) = parsed {
            errors.push(error);
        }
    }
    found
}

impl Argument {
    /// Parses up to the comma, whatever stands before it, so that what follows is still checked.
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
        let name = Name::of(&ident, place)?;
        if name.place() != place {
            return Err(Error::new_spanned(
                ident,
                format_args!(
                    "`{}` belongs {}, not {}",
                    name.as_str(),
                    name.place().on(),
                    place.on(),
                ),
            ));
        }
        let value = match (name.takes_value(), rest.is_empty()) {
            (false, true) => rest,
            (false, false) => return Err(needless(name, tokens, rest)),
            (true, _) => match after_equals(rest) {
                Some(value) => value,
                None => {
                    let message = format!(
                        "`{}` needs a value, as in `{}`",
                        name.as_str(),
                        name.usage()
                    );
                    return Err(Error::new_spanned(tokens, message));
                }
            },
        };
        Ok(Argument { name, ident, value })
    }

    /// The value as a path to a function.
    pub(crate) fn path(&self) -> Result<ExprPath, Error> {
        let mut expr = syn::parse2(self.value.clone());
        while let Ok(Expr::Group(group)) = expr {
            expr = Ok(*group.expr);
        }
        match expr {
            Ok(Expr::Path(path)) => Ok(path),
            Ok(Expr::Lit(_)) => Err(self.wrong("takes a path without quotes")),
            _ => Err(self.wrong("takes a path to a function")),
        }
    }

    /// The value as a string that holds `what`.
    pub(crate) fn string_of<F: Parser>(&self, what: &str, parser: F) -> Result<F::Output, Error> {
        let Ok(string) = syn::parse2::<LitStr>(self.value.clone()) else {
            return Err(self.wrong(format_args!("takes a string that holds {what}")));
        };
        string.parse_with(parser).map_err(|error| {
            let wrong = self.wrong(format_args!("must hold {what}"));
            Error::new_spanned(&self.value, format_args!("{wrong} ({error})"))
        })
    }

    fn wrong(&self, what: impl Display) -> Error {
        let (name, usage) = (self.name.as_str(), self.name.usage());
        Error::new_spanned(
            &self.value,
            format_args!("`{name}` {what}, as in `{usage}`"),
        )
    }
}

/// Something follows a name that stands alone: a value, or an argument without its comma.
fn needless(name: Name, tokens: TokenStream, rest: TokenStream) -> Error {
    let name = name.as_str();
    match rest.clone().into_iter().next() {
        Some(TokenTree::Punct(punct)) if punct.as_char() == '=' => {}
        Some(TokenTree::Group(_)) => {}
        _ => return Error::new_spanned(rest, format_args!("expected `,` after `{name}`")),
    }
    Error::new_spanned(tokens, format_args!("`{name}` takes no value"))
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

/// What stands after the `=`, if there is one and something stands there.
fn after_equals(tokens: TokenStream) -> Option<TokenStream> {
    let mut tokens = tokens.into_iter();
    match tokens.next() {
        Some(TokenTree::Punct(punct)) if punct.as_char() == '=' => {}
        _ => return None,
    }
    let value: TokenStream = tokens.collect();
    (!value.is_empty()).then_some(value)
}
