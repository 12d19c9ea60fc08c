//! The parser: from tokens to the [`Input`].
//!
//! It does the work of `syn::DeriveInput` with less effort: it skips what the impls do not need, above all
//! doc comments, and keeps types as tokens (`field_type`, `generics`, `scan`, `expressions`; 730 lines, a
//! fifth of this crate). It buys two things. Array lengths and discriminants may be any expression without
//! syn's feature `full`, which would add half to the time that syn takes to build. And a crate may derive
//! hundreds of types, with macros that are built without optimisation: to parse each input by
//! `syn::DeriveInput` too adds 0.2 of the cost of std's derive for enums of 300 variants, and 0.03 for
//! structs of six fields; to parse it a second time by this parser adds 0.01 and 0.03
//! (`.ci/derive-check-time`, on a busy machine: differences of some hundredths are within its noise).

use proc_macro2::{Ident, Literal, Spacing, TokenTree};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Error, Token, Visibility, braced, parenthesized, token};

use crate::ast::{Body, Field, FieldsBy, Input, Method, Variant};
use crate::attribute::{self, Place};
use crate::errors::Errors;
use crate::expressions::skip_value;
use crate::field_type::FieldType;
use crate::generics::{Generics, Parameter};
use crate::scan::parse_name;

impl Input {
    /// Reads a whole type.
    pub(crate) fn parse(input: ParseStream<'_>, errors: &mut Errors) -> Result<Self, Error> {
        let attributes = attribute::parse(input)?;
        let attributes = attribute::of_type(&attributes, errors);
        input.parse::<Visibility>()?;
        let keyword = Ident::parse_any(input)?;
        let ident = parse_name(input)?;
        let mut generics = Generics::parse(input, |input| {
            attribute::refuse(&attribute::parse(input)?, Place::Parameter, errors);
            Parameter::parse(input)
        })?;
        generics.parse_where(input)?;
        let mut fields = Fields {
            own: &ident,
            errors,
        };
        let body = match keyword.to_string().as_str() {
            "struct" => fields.parse(input, attributes.fields).map(Body::Struct),
            "enum" => fields
                .parse_variants(input, attributes.fields)
                .map(Body::Enum),
            // Read for the errors in them.
            "union" => fields
                .parse(input, attributes.fields)
                .map(|_| Body::Union(keyword.span())),
            _ => {
                let message = "expected `struct`, `enum` or `union`";
                return Err(Error::new(keyword.span(), message));
            }
        };
        // A body in braces ends the item. After a body in parentheses, or without a body, more follows: a
        // where clause if there is one, and a `;`.
        if !input.is_empty() {
            generics.parse_where(input)?;
            input.parse::<Token![;]>()?;
        }
        Ok(Input {
            ident,
            generics,
            attributes,
            // The compiler has parsed it before, and has reported what is wrong.
            body: body.unwrap_or(Body::Unreadable),
        })
    }
}

/// The parser of fields.
struct Fields<'a> {
    /// The name of the deriving type.
    own: &'a Ident,
    errors: &'a mut Errors,
}

impl Fields<'_> {
    /// `{ name: Type, .. }`, `(Type, ..)` or nothing.
    fn parse(&mut self, input: ParseStream<'_>, by: FieldsBy) -> Result<Vec<Field>, Error> {
        let content;
        if input.peek(token::Brace) {
            braced!(content in input);
            parse_list(&content, |input, _| {
                let attributes = attribute::parse(input)?;
                skip_modifiers(input)?;
                let name = parse_name(input)?;
                input.parse::<Token![:]>()?;
                let ty = FieldType::parse(input)?;
                if input.peek(Token![=]) {
                    skip_value(input)?;
                }
                Ok(self.field(name.into(), ty, &attributes, by))
            })
        } else if input.peek(token::Paren) {
            parenthesized!(content in input);
            parse_list(&content, |input, index| {
                let attributes = attribute::parse(input)?;
                input.parse::<Visibility>()?;
                let index = Literal::usize_unsuffixed(index);
                let ty = FieldType::parse(input)?;
                Ok(self.field(index.into(), ty, &attributes, by))
            })
        } else {
            Ok(Vec::new())
        }
    }

    fn parse_variants(
        &mut self,
        input: ParseStream<'_>,
        by: FieldsBy,
    ) -> Result<Vec<Variant>, Error> {
        let content;
        braced!(content in input);
        parse_list(&content, |input, _| {
            let attributes = attribute::parse(input)?;
            let by = attribute::of_variant(&attributes, by, self.errors);
            input.parse::<Visibility>()?;
            let variant = Variant {
                ident: parse_name(input)?,
                fields: self.parse(input, by)?,
            };
            if input.peek(Token![=]) {
                skip_value(input)?;
            }
            Ok(variant)
        })
    }

    fn field(
        &mut self,
        member: TokenTree,
        ty: FieldType,
        attributes: &[attribute::Attribute],
        by: FieldsBy,
    ) -> Field {
        let dropped_plainly = attribute::is_dropped_plainly(attributes, self.errors);
        let attributes = attribute::of_field(attributes, by, self.errors);
        let method = attributes.method.unwrap_or_else(|| match by {
            _ if ty.is_copied(self.own) => Method::Copy,
            FieldsBy::Clone | FieldsBy::WholeByClone(_) => Method::Clone,
            FieldsBy::GilClone if ty.is_better_cloned(self.own) => Method::Clone,
            FieldsBy::GilClone => Method::GilClone,
        });
        Field {
            member,
            ty,
            method,
            bound: attributes.bound,
            dropped_plainly,
        }
    }
}

/// Skips what stands before the name of a field: its visibility, `unsafe`, or a modifier that a later Rust
/// may have.
fn skip_modifiers(input: ParseStream<'_>) -> Result<(), Error> {
    input.step(|cursor| {
        let mut rest = *cursor;
        loop {
            let Some((_, next)) = rest.token_tree() else {
                return Err(cursor.error("expected a field"));
            };
            match next.punct() {
                Some((sign, _)) if sign.as_char() == ':' && sign.spacing() == Spacing::Alone => {
                    return Ok(((), rest));
                }
                Some((sign, _)) if sign.as_char() == ',' => {
                    return Err(cursor.error("expected `:`"));
                }
                _ => rest = next,
            }
        }
    })
}

/// Reads one after the other, with commas between. After an error, the rest is skipped.
fn parse_list<T>(
    input: ParseStream<'_>,
    mut parse: impl FnMut(ParseStream<'_>, usize) -> Result<T, Error>,
) -> Result<Vec<T>, Error> {
    let mut list = Vec::new();
    let mut next = |index| {
        let item = parse(input, index)?;
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
        Ok(item)
    };
    while !input.is_empty() {
        match next(list.len()) {
            Ok(item) => list.push(item),
            Err(error) => {
                input.parse::<proc_macro2::TokenStream>()?;
                return Err(error);
            }
        }
    }
    Ok(list)
}
