//! Validity: refuses the types for which no correct `GilClone` is possible.

use syn::Error;

use crate::ast::{Body, Input, Method};
use crate::errors::Errors;

/// Reports a type for which no impl that clones field by field can be correct.
pub(crate) fn check(input: &Input, errors: &mut Errors) {
    if input.attributes.clone.is_some() {
        return;
    }
    if let Body::Union(keyword) = input.body {
        errors.push(Error::new(
            keyword,
            "GilClone can't be derived for a union: which of its fields to clone isn't known; \
             put `#[gil_clone(clone)]` on the union if it has `Clone`, or implement it by hand",
        ));
    }
    for field in input.fields() {
        // Reported here, because the compiler's own error would advise to borrow the reference once
        // more.
        if matches!(field.method, Method::GilClone) && field.ty.holds_mutable_reference() {
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
             put `#[gil_clone(clone)]` on the type if it has `Clone`, or implement it by hand",
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
