//! Attributes: reads `#[gil_clone(..)]` and `#[repr(packed)]` of a type and of its fields.

use proc_macro2::TokenTree;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Attribute, Ident, Path};

use crate::ast::{Method, TypeAttributes};
use crate::errors::Errors;

mod argument;
mod keyword;

use argument::arguments;
use keyword::Keyword;
pub(crate) use keyword::Place;

/// Whether the derive reads attributes of this name.
pub(crate) fn is_known(name: &Ident) -> bool {
    name == "gil_clone" || name == "repr"
}

/// Reads the attributes of a type.
pub(crate) fn of_type(attributes: &[Attribute], errors: &mut Errors) -> TypeAttributes {
    let mut found = TypeAttributes {
        packed: packed(attributes),
        ..TypeAttributes::default()
    };
    for argument in arguments(attributes, Place::Type, errors) {
        match argument.keyword {
            Keyword::Crate => match argument.string_of("a path", Path::parse_mod_style) {
                Ok(path) => found.runtime = Some(path),
                Err(error) => {
                    found.runtime_is_wrong = true;
                    errors.push(error);
                }
            },
            Keyword::Bound => {
                match argument.string_of("where predicates", Punctuated::parse_terminated) {
                    Ok(bound) => found.bound = Some(bound),
                    Err(error) => errors.push(error),
                }
            }
            Keyword::Clone | Keyword::Default | Keyword::With => {}
        }
    }
    found
}

/// Reads the attributes of a field; `None` where there are none.
pub(crate) fn of_field(attributes: &[Attribute], errors: &mut Errors) -> Option<Method> {
    let mut found: Option<(Keyword, Method)> = None;
    for argument in arguments(attributes, Place::Field, errors) {
        let method = match argument.keyword {
            Keyword::Clone => Method::Clone,
            Keyword::Default => Method::Default,
            Keyword::With => match argument.path() {
                Ok(path) => Method::With(path),
                Err(error) => {
                    errors.push(error);
                    continue;
                }
            },
            Keyword::Bound | Keyword::Crate => continue,
        };
        match &found {
            Some((first, _)) => errors.at(
                &argument.ident,
                format_args!(
                    "`{}` conflicts with `{}`: a field is cloned in one way",
                    argument.keyword.as_str(),
                    first.as_str(),
                ),
            ),
            None => found = Some((argument.keyword, method)),
        }
    }
    found.map(|(_, method)| method)
}

/// The `packed` of a `#[repr(..)]`.
fn packed(attributes: &[Attribute]) -> Option<Ident> {
    let mut found = None;
    for attribute in attributes {
        if attribute.path().is_ident("repr") {
            // A `repr` that doesn't parse is the compiler's to refuse.
            let _ = attribute.parse_args_with(|input: ParseStream<'_>| {
                while !input.is_empty() {
                    if input.peek(Ident::peek_any) {
                        let word = Ident::parse_any(input)?;
                        if word == "packed" {
                            found = Some(word);
                        }
                    } else {
                        input.parse::<TokenTree>()?;
                    }
                }
                Ok(())
            });
        }
    }
    found
}

/// Reports each `#[gil_clone]` at a place that takes none.
pub(crate) fn refuse(attributes: &[Attribute], place: Place, errors: &mut Errors) {
    for attribute in attributes {
        if attribute.path().is_ident("gil_clone") {
            errors.at(
                attribute,
                format_args!(
                    "`#[gil_clone]` belongs on the type or on a field, not {}",
                    place.on(),
                ),
            );
        }
    }
}
