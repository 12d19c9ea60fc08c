//! From tokens to the [`Input`].
//!
//! What `syn::DeriveInput` does, but sooner: a crate may derive hundreds of types, and macros are
//! built without optimisation. What has no part in the expansion is skipped, doc comments first.

use std::mem;

use proc_macro2::{Delimiter, Ident, Literal, TokenTree};
use syn::buffer::Cursor;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::parse::discouraged::Speculative;
use syn::{
    Attribute, Error, Expr, GenericParam, Generics, Token, Visibility, braced, parenthesized, token,
};

use crate::ast::{Body, Field, Input, Method, Variant};
use crate::attribute::Place;
use crate::errors::Errors;
use crate::field_type::FieldType;
use crate::{attribute, valid};

impl Input {
    /// Reads a whole type.
    pub(crate) fn parse(input: ParseStream<'_>, errors: &mut Errors) -> Result<Self, Error> {
        let (keyword, mut this) = Self::parse_header(input, errors)?;
        let clause = &mut this.generics.where_clause;
        *clause = input.parse()?;
        this.body = match keyword.to_string().as_str() {
            "struct" => Body::Struct(parse_fields(input, errors)?),
            "enum" => {
                let content;
                braced!(content in input);
                Body::Enum(parse_list(&content, |input, _| {
                    parse_variant(input, errors)
                })?)
            }
            "union" => {
                errors.push(valid::union(keyword.span()));
                // Read for the errors in them; there is nothing to expand them to.
                parse_fields(input, errors)?;
                this.body
            }
            _ => {
                let message = "expected `struct`, `enum` or `union`";
                return Err(Error::new(keyword.span(), message));
            }
        };
        // What ends in braces is read; after parentheses, or nothing, more follows.
        if !input.is_empty() {
            if clause.is_none() {
                *clause = input.parse()?;
            }
            input.parse::<Token![;]>()?;
        }
        Ok(this)
    }

    /// Reads no further than the impl's header needs, and past the fields that can't be read.
    pub(crate) fn parse_around_fields(
        input: ParseStream<'_>,
        errors: &mut Errors,
    ) -> Result<Self, Error> {
        let (_, mut this) = Self::parse_header(input, errors)?;
        let clause = &mut this.generics.where_clause;
        while !input.is_empty() {
            if clause.is_none() && input.peek(Token![where]) {
                *clause = input.parse()?;
            } else {
                input.parse::<TokenTree>()?;
            }
        }
        Ok(this)
    }

    /// Reads up to the end of the generic parameters, and returns the keyword beside the rest.
    fn parse_header(input: ParseStream<'_>, errors: &mut Errors) -> Result<(Ident, Self), Error> {
        let attributes = parse_attributes(input)?;
        input.parse::<Visibility>()?;
        let keyword = Ident::parse_any(input)?;
        let ident = input.parse()?;
        let mut generics: Generics = input.parse()?;
        for param in &mut generics.params {
            let attributes = match param {
                GenericParam::Lifetime(param) => &mut param.attrs,
                GenericParam::Type(param) => &mut param.attrs,
                GenericParam::Const(param) => &mut param.attrs,
            };
            attribute::refuse(&mem::take(attributes), Place::Parameter, errors);
        }
        let this = Input {
            ident,
            generics,
            attributes: attribute::of_type(&attributes, errors),
            body: Body::Struct(Vec::new()),
        };
        Ok((keyword, this))
    }
}

/// The attributes that the derive knows. Each line of a doc comment is one that it doesn't.
fn parse_attributes(input: ParseStream<'_>) -> Result<Vec<Attribute>, Error> {
    let mut known = Vec::new();
    while input.peek(Token![#]) {
        let ahead = input.fork();
        ahead.parse::<Token![#]>()?;
        let content = ahead.cursor().group(Delimiter::Bracket);
        if content.is_some_and(|(content, ..)| is_known(content)) {
            known.extend(Attribute::parse_outer(input)?);
        } else {
            ahead.parse::<TokenTree>()?;
            input.advance_to(&ahead);
        }
    }
    Ok(known)
}

/// Whether a path begins that ends in a known name: also one with a module before it.
fn is_known(mut path: Cursor<'_>) -> bool {
    loop {
        if let Some((_, rest)) = path.punct().filter(|(sign, _)| sign.as_char() == ':') {
            path = rest;
        } else if let Some((name, rest)) = path.ident() {
            if rest.punct().is_none_or(|(sign, _)| sign.as_char() != ':') {
                return attribute::is_known(&name);
            }
            path = rest;
        } else {
            return false;
        }
    }
}

fn parse_variant(input: ParseStream<'_>, errors: &mut Errors) -> Result<Variant, Error> {
    let whole = input.fork();
    attribute::refuse(&parse_attributes(input)?, Place::Variant, errors);
    input.parse::<Visibility>()?;
    let variant = Variant {
        ident: input.parse()?,
        fields: parse_fields(input, errors)?,
    };
    if input.peek(Token![=]) {
        // Syn finds the end of any discriminant, though only that of a whole variant.
        whole.parse::<syn::Variant>()?;
        input.advance_to(&whole);
    }
    Ok(variant)
}

/// `{ name: Type, .. }`, `(Type, ..)` or nothing.
fn parse_fields(input: ParseStream<'_>, errors: &mut Errors) -> Result<Vec<Field>, Error> {
    let content;
    if input.peek(token::Brace) {
        braced!(content in input);
        parse_list(&content, |input, _| {
            let attributes = parse_attributes(input)?;
            skip_visibility(input)?;
            let name: Ident = input.parse()?;
            input.parse::<Token![:]>()?;
            let field = field(name.into(), input.parse()?, &attributes, errors);
            if input.peek(Token![=]) {
                input.parse::<Token![=]>()?;
                input.parse::<Expr>()?;
            }
            Ok(field)
        })
    } else if input.peek(token::Paren) {
        parenthesized!(content in input);
        parse_list(&content, |input, index| {
            let attributes = parse_attributes(input)?;
            input.parse::<Visibility>()?;
            let index = Literal::usize_unsuffixed(index);
            Ok(field(index.into(), input.parse()?, &attributes, errors))
        })
    } else {
        Ok(Vec::new())
    }
}

fn field(member: TokenTree, ty: FieldType, attributes: &[Attribute], errors: &mut Errors) -> Field {
    let method = match attribute::of_field(attributes, errors) {
        Some(method) => method,
        None if ty.is_copied() => Method::Copy,
        None => Method::GilClone,
    };
    Field { member, ty, method }
}

/// Skips the visibility before a name. Before a type, parentheses after `pub` need a closer look.
fn skip_visibility(input: ParseStream<'_>) -> Result<(), Error> {
    input.step(|cursor| match cursor.ident() {
        Some((word, rest)) if word == "pub" => match rest.group(Delimiter::Parenthesis) {
            Some((.., rest)) => Ok(((), rest)),
            None => Ok(((), rest)),
        },
        _ => Ok(((), *cursor)),
    })
}

/// Reads one after the other, with commas between.
fn parse_list<T>(
    input: ParseStream<'_>,
    mut parse: impl FnMut(ParseStream<'_>, usize) -> Result<T, Error>,
) -> Result<Vec<T>, Error> {
    let mut list = Vec::new();
    while !input.is_empty() {
        list.push(parse(input, list.len())?);
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    Ok(list)
}
