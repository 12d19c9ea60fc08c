//! The steps of a derive: read the input, check it, write the impls, or the errors.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{ParseStream, Parser};

use crate::ast::{Body, Input};
use crate::errors::Errors;

/// What differs from one derive macro to another.
pub(crate) trait Derive {
    /// Reports what no impl could be right for.
    fn check(input: &Input, errors: &mut Errors);

    /// Writes the impls.
    fn write(input: &Input) -> TokenStream;

    /// Writes impls that only type-check, for an input with errors: without them, each use of the
    /// type would bring an error of its own that hides the one to mend.
    fn write_stub(input: &Input, body: TokenStream) -> TokenStream;
}

/// The macro, on tokens that also a test can make.
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
    if errors.is_none() && !matches!(input.body, Body::Unreadable) {
        return D::write(&input);
    }
    // A wrong `crate = ..` leaves no path to the trait; an unsized type can't have it.
    if input.attributes.runtime_is_wrong || input.unsized_tail().is_some() {
        return errors.unwrap_or_default();
    }
    let body = match errors {
        Some(_) => quote!(::core::unreachable!()),
        // The compiler has refused what can't be read here. If ever it has not, the build fails.
        None => quote!(const { ::core::panic!("gilref can't read the fields of this type") }),
    };
    let stub = D::write_stub(&input, body);
    quote!(#errors #stub)
}
