//! `impl Clone` for `#[gil_clone(attach)]`: attaches, and calls `clone_ref` of the derived
//! `GilClone`.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use super::doubtful;
use crate::ast::Input;
use crate::errors::Errors;
use crate::runtime::Runtime;

/// Reports `attach` together with `clone`: `Clone` and `GilClone` would call each other without
/// end.
pub(super) fn check(input: &Input, errors: &mut Errors) {
    if let (Some(attach), Some(_)) = (&input.attributes.attach, &input.attributes.clone) {
        errors.at(
            attach,
            "`attach` conflicts with `clone`: the one writes `Clone`, the other calls it",
        );
    }
}

/// Writes the impl, if it is asked for. It is spanned at the attribute, so that the compiler points
/// there where the type has another `Clone`.
pub(super) fn write(input: &Input) -> TokenStream {
    let Input {
        ident,
        generics,
        attributes,
        ..
    } = input;
    let (Some(attribute), None) = (&attributes.attach, &attributes.clone) else {
        return TokenStream::new();
    };
    let runtime = Runtime(attributes);
    let (declarations, arguments) = (generics.declarations(), generics.arguments());
    let own = &generics.predicates;
    let gil_clone = (!generics.parameters.is_empty()).then(|| quote!(Self: #runtime::GilClone,));
    let assumed = doubtful::predicates(input, |field| input.clones_by_method(field));
    let here = Span::call_site().located_at(attribute.span());
    quote_spanned! {here=>
        #[automatically_derived]
        #[allow(deprecated, unused_qualifications)]
        impl #declarations ::core::clone::Clone for #ident #arguments
        where
            #own
            #gil_clone
            #assumed
        {
            #[track_caller]
            fn clone(&self) -> Self {
                #runtime::__private::attach_and_clone(self)
            }
        }
    }
}
