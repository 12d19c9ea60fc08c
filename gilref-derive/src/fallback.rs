//! What stands in for the impl when the input was refused.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{
    Attribute, Data, DataStruct, DeriveInput, Error, Fields, Generics, Ident, Token, WhereClause,
};

use crate::attr::ContainerAttrs;
use crate::expand::Head;
use crate::valid;

/// The errors, and an impl that only type-checks: without it, each use of the type as
/// `GilClone` would bring an error of its own that hides the one to mend.
pub(crate) fn expand(node: &DeriveInput, attrs: &ContainerAttrs, error: &Error) -> TokenStream {
    let errors = error.to_compile_error();
    // A wrong `crate = ".."` leaves no path to the trait; an unsized type can't have the impl.
    if attrs.crate_is_wrong || valid::unsized_tail(&node.data).is_some() {
        return errors;
    }
    let head = Head {
        attrs,
        ident: &node.ident,
        generics: &node.generics,
        inferred: TokenStream::new(),
    };
    let imp = head.with_body(quote!(_), quote!(::core::unreachable!()));
    quote!(#errors #imp)
}

/// Reads no further than the impl's header needs, and past the fields that can't be read.
pub(crate) fn header(input: ParseStream<'_>) -> Result<DeriveInput, Error> {
    let attrs = input.call(Attribute::parse_outer)?;
    let vis = input.parse()?;
    Ident::parse_any(input)?; // struct, enum or union
    let ident: Ident = input.parse()?;
    let mut generics: Generics = input.parse()?;
    while !input.is_empty() {
        if generics.where_clause.is_none() && input.peek(Token![where]) {
            generics.where_clause = Some(input.parse::<WhereClause>()?);
        } else {
            input.parse::<TokenTree>()?;
        }
    }
    let data = Data::Struct(DataStruct {
        struct_token: Token![struct](ident.span()),
        fields: Fields::Unit,
        semi_token: None,
    });
    Ok(DeriveInput {
        attrs,
        vis,
        ident,
        generics,
        data,
    })
}
