//! `impl Clone` for `#[gil_clone(attach)]`: attaches, and calls the `GilClone` beside it.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use crate::ast::Input;
use crate::tokens::Runtime;

/// Writes the impl, if it is asked for. It is spanned at the attribute, so that the compiler points
/// there where the type has another `Clone`.
pub(super) fn write(input: &Input) -> TokenStream {
    let Input {
        ident,
        generics,
        attributes,
        ..
    } = input;
    let Some(attribute) = &attributes.attach else {
        return TokenStream::new();
    };
    let runtime = Runtime(attributes);
    let (impl_generics, ty_generics, own) = generics.split_for_impl();
    let own = own.iter().flat_map(|clause| &clause.predicates);
    let gil_clone = (!generics.params.is_empty()).then(|| quote!(Self: #runtime::GilClone,));
    quote_spanned! {attribute.span()=>
        #[automatically_derived]
        #[allow(deprecated, unused_qualifications)]
        impl #impl_generics ::core::clone::Clone for #ident #ty_generics
        where
            #(#own,)*
            #gil_clone
        {
            #[track_caller]
            fn clone(&self) -> Self {
                #runtime::__private::attach_and_clone(self)
            }
        }
    }
}
