//! The steps of a derive: read the input, check it, write the impls, or the errors.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{ParseStream, Parser};

use crate::ast::{Body, Input};
use crate::errors::Errors;

/// What differs from one derive macro to another.
pub(crate) trait Derive {
    /// Reports an input for which no correct impl is possible.
    fn check(input: &Input, errors: &mut Errors);

    /// Writes the impls.
    fn write(input: &Input) -> TokenStream;

    /// Writes impls that only type-check, for an input with errors: without them, each use of the
    /// type would give a further error, which would hide the error that the user must fix.
    fn write_stub(input: &Input, body: TokenStream) -> TokenStream;
}

/// The macro, on tokens of `proc_macro2`, which tests can make too.
pub(crate) fn derive<D: Derive>(tokens: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let whole = |input: ParseStream<'_>| Input::parse(input, &mut errors);
    let input = match whole.parse2(tokens) {
        Ok(input) => input,
        Err(error) => {
            errors.push(error);
            return errors.into_compile_errors().unwrap_or_default();
        }
    };
    D::check(&input, &mut errors);
    let errors = errors.into_compile_errors();
    let is_refused_by_compiler =
        matches!(input.body, Body::Unreadable) || input.is_unsized_inside();
    if errors.is_none() && !is_refused_by_compiler {
        return D::write(&input);
    }
    // A wrong `crate = ..` leaves no path to the trait; an unsized type can't have it.
    if input.attributes.runtime_is_wrong || input.unsized_tail().is_some() {
        return errors.unwrap_or_default();
    }
    let body = match errors {
        Some(_) => quote!(::core::unreachable!()),
        // The compiler has already refused a type that can't be read, or one that is unsized inside.
        // If it has not, this panic fails the build.
        None => quote!(const { ::core::panic!("gilref can't clone the fields of this type") }),
    };
    let stub = D::write_stub(&input, body);
    quote!(#errors #stub)
}
