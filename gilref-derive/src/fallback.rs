//! What stands in for the impl when the input was refused.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Error};

use crate::attr::ContainerAttrs;
use crate::expand::ImplHead;
use crate::valid;

/// The errors, and an impl that only type-checks: without it, each use of the type as
/// `GilClone` would bring an error of its own that hides the one to mend.
pub(crate) fn expand(node: &DeriveInput, attrs: &ContainerAttrs, error: &Error) -> TokenStream {
    let errors = error.to_compile_error();
    // A wrong `crate = ".."` leaves no path to the trait; an unsized type can't have the impl.
    if attrs.crate_is_wrong || valid::unsized_tail(&node.data).is_some() {
        return errors;
    }
    let head = ImplHead {
        attrs,
        ident: &node.ident,
        generics: &node.generics,
        inferred: TokenStream::new(),
    };
    let imp = head.with_body(&quote!(_), &quote!(::core::unreachable!()));
    quote!(#errors #imp)
}
