//! Impl headers: `impl<..> Trait for Type<..> where ..`, with the attributes above them.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::ast::Input;

/// Writes an impl for the deriving type around `body`.
///
/// The predicates are those of the type itself, and `bound` of the attributes or else `inferred`,
/// each with a comma behind it.
pub(super) fn write(
    input: &Input,
    trait_path: impl ToTokens,
    inferred: TokenStream,
    body: impl ToTokens,
) -> TokenStream {
    let Input {
        ident,
        generics,
        attributes,
        ..
    } = input;
    let (impl_generics, ty_generics, own) = generics.split_for_impl();
    let asked = match &attributes.bound {
        Some(bound) => bound.to_token_stream(),
        None => inferred,
    };
    let clause = (own.is_some() || !asked.is_empty()).then(|| {
        let own = own.iter().flat_map(|clause| &clause.predicates);
        quote!(where #(#own,)* #asked)
    });
    // The user's own bounds and types are repeated: what a lint says of them, it says there.
    let lints = (!generics.params.is_empty()).then(|| {
        quote!(
            clippy::trait_duplication_in_bounds,
            clippy::type_repetition_in_bounds
        )
    });
    quote! {
        #[automatically_derived]
        #[allow(deprecated, unused_qualifications, #lints)]
        impl #impl_generics #trait_path for #ident #ty_generics #clause { #body }
    }
}
