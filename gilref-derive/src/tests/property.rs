//! Whatever the input is, the macro returns something. It returns items, but where an expression that
//! it repeats unread, such as an array's length, is not Rust.

use std::panic;

use proc_macro2::TokenStream;
use syn::DeriveInput;

use super::random_input::{Random, item, mutate, soup};
use crate::derive::{Derive, derive};
use crate::impls::gil_clone::GilClone;
use crate::impls::gil_drop::GilDrop;

const CASES: u64 = 10_000;

/// Tries both derives. Returns the items of `GilClone`, or nothing where the input is not Rust, of which the compiler says so first.
#[track_caller]
fn check(seed: u64, input: &TokenStream) -> Option<syn::File> {
    check_one::<GilDrop>(seed, input);
    check_one::<GilClone>(seed, input)
}

#[track_caller]
fn check_one<D: Derive>(seed: u64, input: &TokenStream) -> Option<syn::File> {
    let derived = panic::catch_unwind(|| derive::<D>(input.clone()))
        .unwrap_or_else(|_| panic!("seed {seed}: a panic on {input}"));
    assert!(!derived.is_empty(), "seed {seed}: nothing for {input}");
    match syn::parse2(derived.clone()) {
        Ok(file) => Some(file),
        Err(_) if syn::parse2::<DeriveInput>(input.clone()).is_err() => None,
        Err(error) => panic!("seed {seed}: {error} in {derived} from {input}"),
    }
}

#[test]
fn token_soup_never_panics() {
    for seed in 0..CASES {
        let random = &mut Random::new(seed);
        let mut input: TokenStream = ["", "struct S", "enum E"][random.below(3)].parse().unwrap();
        input.extend(soup(random, 24, 3));
        let items = check(seed, &input);
        assert!(items.is_some(), "seed {seed}: no items from {input}");
    }
}

#[test]
fn soup_in_an_attribute_never_panics() {
    for seed in 0..CASES {
        let random = &mut Random::new(seed);
        let (on_type, on_field) = (soup(random, 8, 2), soup(random, 8, 2));
        let input = quote::quote! {
            #[gil_clone(#on_type)]
            struct S<T> { #[gil_clone(#on_field)] a: T, #[gil_clone #on_field] b: T }
        };
        let items = check(seed, &input);
        assert!(items.is_some(), "seed {seed}: no items from {input}");
    }
}

#[test]
fn every_type_is_expanded_without_an_error() {
    for seed in 0..CASES {
        let source = item(&mut Random::new(seed));
        let input: TokenStream = source.parse().unwrap();
        let file = check(seed, &input).expect("the source is Rust");
        assert!(
            matches!(file.items[..], [syn::Item::Impl(_)]),
            "seed {seed}: refused {source}: {}",
            prettyplease::unparse(&file)
        );
    }
}

#[test]
fn types_with_a_fault_never_panic() {
    for seed in 0..CASES {
        let random = &mut Random::new(seed);
        let mut input: TokenStream = item(random).parse().unwrap();
        for _ in 0..random.below(3) + 1 {
            input = mutate(random, input);
            check(seed, &input);
        }
    }
}
