//! Bounds: infers from the fields' types which predicates the impl needs.
//!
//! The derived trait is required of type parameters and of their associated types, never of the
//! whole type of a field: `Option<Box<Self>>: GilClone` would require itself without end. Other
//! traits, such as `Hash` for the key of a map, are required of the type at that position.

use proc_macro2::TokenStream;
use quote::ToTokens;

use crate::ast::{Input, Method};

mod field;
mod predicates;
mod requirement;

use field::By;
use predicates::Predicates;
use requirement::Requirement;

/// The predicates for the fields of `input`, each with a comma behind it, in an impl of `derived`.
pub(crate) fn infer(input: &Input, derived: &str) -> TokenStream {
    if input.generics.only_lifetimes() {
        return TokenStream::new();
    }
    let mut predicates = Predicates::new(input);
    for field in input.fields().filter(|field| field.bound.is_none()) {
        // Most fields name no parameter, even of a type that has some.
        if !predicates.is_generic(field.ty.tokens().iter().cloned()) {
            continue;
        }
        match field.method {
            Method::GilClone => field::add(&field.ty, By::Derived, &mut predicates),
            Method::Clone => field::add(&field.ty, By::Clone, &mut predicates),
            Method::Default(None) => {
                predicates.add(field.ty.to_token_stream(), Requirement::DEFAULT);
            }
            Method::Copy | Method::With(_) | Method::Default(Some(_)) => {}
        }
    }
    predicates.write(derived)
}

/// The predicates for the fields of `input` that are released, in an impl of `derived`.
pub(crate) fn infer_released(input: &Input, derived: &str) -> TokenStream {
    if input.generics.only_lifetimes() {
        return TokenStream::new();
    }
    let mut predicates = Predicates::new(input);
    for field in input.fields().filter(|field| field.is_released()) {
        if predicates.is_generic(field.ty.tokens().iter().cloned()) {
            field::add(&field.ty, By::Released, &mut predicates);
        }
    }
    predicates.write(derived)
}
