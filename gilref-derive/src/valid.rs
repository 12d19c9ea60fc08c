//! The types that can't be derived.

use std::mem;

use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Error, Fields, GenericParam, Generics, Ident, Type};

use crate::ast::bare;
use crate::attr;
use crate::errors::Errors;
use crate::name::Place;

/// Reports what no expansion could be right for.
pub(crate) fn check(node: &DeriveInput, errors: &mut Errors) {
    if let Data::Union(data) = &node.data {
        errors.push(Error::new(
            data.union_token.span,
            "GilClone can't be derived for a union: which of its fields to clone isn't known; \
             implement it by hand",
        ));
        for field in &data.fields.named {
            // Checked for its own errors; there is nothing to expand it to.
            attr::field(&field.attrs, errors);
        }
    }
    if let Some(packed) = packed(node) {
        errors.at(
            packed,
            "GilClone can't be derived for a packed type: references to its fields may be unaligned; \
             implement it by hand",
        );
    }
    if let Some(tail) = unsized_tail(&node.data) {
        let pointer = match bare(tail) {
            Type::TraitObject(_) => "`Arc`",
            _ => "`Arc` or `Box`",
        };
        errors.at(
            tail,
            format_args!(
                "GilClone can't be derived for a type with a dynamically sized field: \
                 a clone is returned by value; put the field behind {pointer}"
            ),
        );
    }
}

/// Reports a field that no impl could clone. Left to the compiler, the advice would be to borrow it
/// once more.
pub(crate) fn check_field(ty: &Type, errors: &mut Errors) {
    if matches!(bare(ty), Type::Reference(reference) if reference.mutability.is_some()) {
        errors.at(
            ty,
            "a mutable reference can't be cloned: it is the only one to its target; \
             hold the value itself, or share it behind `Arc`",
        );
    }
}

/// Takes the attributes off the generic parameters: repeated in the impl's header they would
/// mean nothing, or be errors.
pub(crate) fn strip_param_attrs(generics: &mut Generics, errors: &mut Errors) {
    for param in &mut generics.params {
        let attrs = match param {
            GenericParam::Lifetime(param) => &mut param.attrs,
            GenericParam::Type(param) => &mut param.attrs,
            GenericParam::Const(param) => &mut param.attrs,
        };
        attr::refuse(&mem::take(attrs), Place::Param, errors);
    }
}

/// The `packed` of a `#[repr(..)]`.
fn packed(node: &DeriveInput) -> Option<Ident> {
    let mut found = None;
    for attr in &node.attrs {
        if attr.path().is_ident("repr") {
            // A `repr` that doesn't parse is the compiler's to refuse.
            let _ = attr.parse_args_with(|input: syn::parse::ParseStream<'_>| {
                while !input.is_empty() {
                    if input.peek(Ident::peek_any) {
                        let word = Ident::parse_any(input)?;
                        if word == "packed" {
                            found = Some(word);
                        }
                    } else {
                        input.parse::<proc_macro2::TokenTree>()?;
                    }
                }
                Ok(())
            });
        }
    }
    found
}

/// The last field of a struct where its type has, by its syntax alone, no size.
pub(crate) fn unsized_tail(data: &Data) -> Option<&Type> {
    let Data::Struct(data) = data else {
        return None;
    };
    let last = match &data.fields {
        Fields::Named(fields) => fields.named.last(),
        Fields::Unnamed(fields) => fields.unnamed.last(),
        Fields::Unit => None,
    };
    let ty = &last?.ty;
    match bare(ty) {
        Type::Slice(_) | Type::TraitObject(_) => Some(ty),
        Type::Path(path) if path.qself.is_none() && path.path.is_ident("str") => Some(ty),
        _ => None,
    }
}
