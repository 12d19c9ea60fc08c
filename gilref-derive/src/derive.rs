//! The steps of a derive: read the input, check it, write the impls, or the errors.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{ParseStream, Parser};

use crate::ast::Input;
use crate::errors::{self, Errors};

/// What differs from one derive macro to another.
pub(crate) trait Derive {
    /// Reports what no impl could be right for.
    fn check(input: &Input, errors: &mut Errors);

    /// Writes the impls.
    fn write(input: &Input) -> TokenStream;

    /// Writes impls that only type-check, for an input with errors: without them, each use of the
    /// type would bring an error of its own that hides the one to mend.
    fn write_stub(input: &Input) -> TokenStream;
}

/// The macro, on tokens that also a test can make.
pub(crate) fn derive<D: Derive>(tokens: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let whole = |input: ParseStream<'_>| Input::parse(input, &mut errors);
    let input = match whole.parse2(tokens.clone()) {
        Ok(input) => {
            D::check(&input, &mut errors);
            input
        }
        Err(error) => {
            let error = errors::readable(error);
            errors = Errors::default();
            errors.push(error.clone());
            let around = |input: ParseStream<'_>| Input::parse_around_fields(input, &mut errors);
            match around.parse2(tokens) {
                Ok(input) => input,
                Err(_) => return error.into_compile_error(),
            }
        }
    };
    match errors.into_error() {
        Some(error) => {
            let errors = error.to_compile_error();
            // A wrong `crate = ".."` leaves no path to the trait; an unsized type can't have it.
            if input.attributes.runtime_is_wrong || input.unsized_tail().is_some() {
                return errors;
            }
            let stub = D::write_stub(&input);
            quote!(#errors #stub)
        }
        None => D::write(&input),
    }
}
