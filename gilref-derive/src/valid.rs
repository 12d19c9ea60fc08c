//! Checks: refuses the types for which no impl could be right.

use proc_macro2::Span;
use syn::Error;

use crate::ast::{Input, Method};
use crate::errors::Errors;

/// The error for a union, whose keyword is at `span`.
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
    if let Some(packed) = &input.attributes.packed {
        errors.at(
            packed,
            "GilClone can't be derived for a packed type: references to its fields may be unaligned; \
             implement it by hand",
        );
    }
    if let Some(tail) = input.unsized_tail() {
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
