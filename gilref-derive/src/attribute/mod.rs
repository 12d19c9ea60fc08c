//! Attributes: reads `#[gil_clone(..)]` of a type and of its fields, and what the derive must know of
//! `#[repr(..)]` and of PyO3's `#[pyclass(..)]`.

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
    name == "gil_clone" || name == "repr" || name == "pyclass"
}

/// Reads the attributes of a type.
pub(crate) fn of_type(attributes: &[Attribute], errors: &mut Errors) -> TypeAttributes {
    let mut found = TypeAttributes {
        packed: words(attributes, "repr")
            .into_iter()
            .find(|word| word == "packed"),
        class_options: words(attributes, "pyclass"),
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
            Keyword::Attach => found.attach = Some(argument.ident),
            Keyword::FromPyObject => found.from_py_object = Some(argument.ident),
            Keyword::IntoPyObject => found.into_py_object = Some(argument.ident),
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
            Keyword::Attach
            | Keyword::Bound
            | Keyword::Crate
            | Keyword::FromPyObject
            | Keyword::IntoPyObject => continue,
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

/// The words in the parentheses of each attribute whose path ends in `name`.
fn words(attributes: &[Attribute], name: &str) -> Vec<Ident> {
    let mut words = Vec::new();
    for attribute in attributes {
        let last = attribute.path().segments.last();
        if last.is_some_and(|last| last.ident == name) {
            // One that doesn't parse is for its own macro, or the compiler, to refuse.
            let _ = attribute.parse_args_with(|input: ParseStream<'_>| {
                while !input.is_empty() {
                    if input.peek(Ident::peek_any) {
                        words.push(Ident::parse_any(input)?);
                    } else {
                        input.parse::<TokenTree>()?;
                    }
                }
                Ok(())
            });
        }
    }
    words
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
