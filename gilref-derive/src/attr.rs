//! The attributes of a type and of its fields.

use proc_macro2::TokenTree;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Attribute, Ident, Path, Token, WherePredicate};

use crate::argument::arguments;
use crate::ast::Method;
use crate::errors::Errors;
use crate::name::{Name, Place};

/// The attributes of the type itself.
#[derive(Default)]
pub(crate) struct ContainerAttrs {
    /// `crate = ".."`: where the runtime is found.
    pub(crate) krate: Option<Path>,
    /// There was a `crate` whose value is no path.
    pub(crate) crate_is_wrong: bool,
    /// `bound = ".."`: the predicates in place of the inferred ones.
    pub(crate) bound: Option<Punctuated<WherePredicate, Token![,]>>,
    /// The `packed` of a `#[repr(..)]`.
    pub(crate) packed: Option<Ident>,
}

/// Reads the attributes of a type.
pub(crate) fn container(attrs: &[Attribute], errors: &mut Errors) -> ContainerAttrs {
    let mut found = ContainerAttrs {
        packed: packed(attrs),
        ..ContainerAttrs::default()
    };
    for argument in arguments(attrs, Place::Container, errors) {
        match argument.name {
            Name::Crate => match argument.string_of("a path", Path::parse_mod_style) {
                Ok(path) => found.krate = Some(path),
                Err(error) => {
                    found.crate_is_wrong = true;
                    errors.push(error);
                }
            },
            Name::Bound => {
                match argument.string_of("where predicates", Punctuated::parse_terminated) {
                    Ok(bound) => found.bound = Some(bound),
                    Err(error) => errors.push(error),
                }
            }
            Name::Clone | Name::Default | Name::With => {}
        }
    }
    found
}

/// Reads the attributes of a field; `None` where there are none.
pub(crate) fn field(attrs: &[Attribute], errors: &mut Errors) -> Option<Method> {
    let mut found: Option<(Name, Method)> = None;
    for argument in arguments(attrs, Place::Field, errors) {
        let method = match argument.name {
            Name::Clone => Method::Clone,
            Name::Default => Method::Default,
            Name::With => match argument.path() {
                Ok(path) => Method::With(path),
                Err(error) => {
                    errors.push(error);
                    continue;
                }
            },
            Name::Bound | Name::Crate => continue,
        };
        match &found {
            Some((first, _)) => errors.at(
                &argument.ident,
                format_args!(
                    "`{}` conflicts with `{}`: a field is cloned in one way",
                    argument.name.as_str(),
                    first.as_str(),
                ),
            ),
            None => found = Some((argument.name, method)),
        }
    }
    found.map(|(_, method)| method)
}

/// The `packed` of a `#[repr(..)]`.
fn packed(attrs: &[Attribute]) -> Option<Ident> {
    let mut found = None;
    for attr in attrs {
        if attr.path().is_ident("repr") {
            // A `repr` that doesn't parse is the compiler's to refuse.
            let _ = attr.parse_args_with(|input: ParseStream<'_>| {
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
pub(crate) fn refuse(attrs: &[Attribute], place: Place, errors: &mut Errors) {
    for attr in attrs {
        if attr.path().is_ident("gil_clone") {
            errors.at(
                attr,
                format_args!(
                    "`#[gil_clone]` belongs on the type or on a field, not {}",
                    place.on(),
                ),
            );
        }
    }
}
