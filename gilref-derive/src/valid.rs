//! The types that can't be derived.

use proc_macro2::Span;
use syn::Error;

use crate::ast::{Body, Input, Method};
use crate::errors::Errors;
use crate::ty::Ty;

/// A union, whose keyword is at `span`.
pub(crate) fn union(span: Span) -> Error {
    Error::new(
        span,
        "GilClone can't be derived for a union: which of its fields to clone isn't known; \
         implement it by hand",
    )
}

/// Reports what no expansion could be right for.
pub(crate) fn check(input: &Input, errors: &mut Errors) {
    for field in input.fields() {
        // Left to the compiler, the advice would be to borrow it once more.
        if matches!(field.method, Method::GilClone) && field.ty.is_mutable_reference() {
            errors.at(
                &field.ty,
                "a mutable reference can't be cloned: it is the only one to its target; \
                 hold the value itself, or share it behind `Arc`",
            );
        }
    }
    if let Some(packed) = &input.attrs.packed {
        errors.at(
            packed,
            "GilClone can't be derived for a packed type: references to its fields may be unaligned; \
             implement it by hand",
        );
    }
    if let Some(tail) = unsized_tail(&input.body) {
        let pointer = if tail.is_trait_object() {
            "`Arc`"
        } else {
            "`Arc` or `Box`"
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

/// The last field of a struct where its type has, by its syntax alone, no size.
pub(crate) fn unsized_tail(body: &Body) -> Option<&Ty> {
    let Body::Struct(fields) = body else {
        return None;
    };
    fields
        .last()
        .map(|field| &field.ty)
        .filter(|ty| ty.is_unsized())
}
