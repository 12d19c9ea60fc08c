//! What stands in for the impl when the input was refused.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Error;

use crate::ast::Input;
use crate::expand::Head;
use crate::valid;

/// The errors, and an impl that only type-checks: without it, each use of the type as
/// `GilClone` would bring an error of its own that hides the one to mend.
pub(crate) fn expand(input: &Input, error: &Error) -> TokenStream {
    let errors = error.to_compile_error();
    // A wrong `crate = ".."` leaves no path to the trait; an unsized type can't have the impl.
    if input.attrs.crate_is_wrong || valid::unsized_tail(&input.body).is_some() {
        return errors;
    }
    let head = Head {
        input,
        inferred: TokenStream::new(),
    };
    let imp = head.with_body(quote!(_), quote!(::core::unreachable!()));
    quote!(#errors #imp)
}
