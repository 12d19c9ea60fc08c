//! Impl headers: `impl<..> Trait for Type<..> where ..`, with the attributes above them.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::ast::Input;

/// Writes an impl for the deriving type around `body`.
///
/// The type's own predicates stand before these, each of which has a comma behind it.
pub(super) fn write(
    input: &Input,
    trait_path: impl ToTokens,
    predicates: TokenStream,
    body: impl ToTokens,
) -> TokenStream {
    let Input {
        ident, generics, ..
    } = input;
    let (declarations, arguments) = (generics.declarations(), generics.arguments());
    let own = &generics.predicates;
    let clause =
        (!own.is_empty() || !predicates.is_empty()).then(|| quote!(where #own #predicates));
    // The user's own bounds and types are repeated here. A lint reports them at the original, and
    // need not report them again.
    let lints = (!generics.parameters.is_empty()).then(|| {
        quote!(
            clippy::trait_duplication_in_bounds,
            clippy::type_repetition_in_bounds
        )
    });
    quote! {
        #[automatically_derived]
        #[allow(deprecated, unused_qualifications, #lints)]
        impl #declarations #trait_path for #ident #arguments #clause { #body }
    }
}
