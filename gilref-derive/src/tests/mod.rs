//! What the macro makes of tokens, without a compiler around it.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{File, Item, LitStr};

use crate::derive::{Derive, derive};
use crate::impls::gil_clone::GilClone;

mod attributes;
mod bounds;
mod class;
mod expansions;
mod known;
mod property;
mod random_input;
mod refused;
mod shapes;

fn expand(source: &str) -> File {
    expand_by::<GilClone>(source)
}

/// The expansion of another derive.
fn expand_by<D: Derive>(source: &str) -> File {
    let input: TokenStream = source.parse().expect("the test's source is tokens");
    syn::parse2(derive::<D>(input)).expect("the expansion is items")
}

/// The messages of the errors, in their order.
fn errors(source: &str) -> Vec<String> {
    expand(source)
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Macro(item) => Some(item.mac.parse_body::<LitStr>().unwrap().value()),
            _ => None,
        })
        .collect()
}

/// All that is written, formatted.
fn text(source: &str) -> String {
    prettyplease::unparse(&expand(source))
}

/// How many impls there are, the stubs included.
fn impls(source: &str) -> usize {
    expand(source)
        .items
        .iter()
        .filter(|item| matches!(item, Item::Impl(_)))
        .count()
}

/// The predicates of the impl's where clause, each as text without spaces.
fn predicates(source: &str) -> Vec<String> {
    predicates_by::<GilClone>(source)
}

fn predicates_by<D: Derive>(source: &str) -> Vec<String> {
    assert_eq!(errors(source), [""; 0], "{source}");
    let file = expand_by::<D>(source);
    let Some(Item::Impl(item)) = file.items.first() else {
        panic!("no impl for {source}");
    };
    item.generics
        .where_clause
        .iter()
        .flat_map(|clause| &clause.predicates)
        .map(|predicate| compact(predicate.to_token_stream()))
        .collect()
}

/// The body of `clone_ref`, as text without spaces.
fn body(source: &str) -> String {
    assert_eq!(errors(source), [""; 0], "{source}");
    let file = expand(source);
    let Some(Item::Impl(item)) = file.items.first() else {
        panic!("no impl for {source}");
    };
    let Some(syn::ImplItem::Fn(function)) = item.items.first() else {
        panic!("no function for {source}");
    };
    compact(function.block.to_token_stream())
}

/// Text to compare with: without spaces, and with short names for the paths that come often.
fn compact(tokens: TokenStream) -> String {
    tokens
        .to_string()
        .replace(' ', "")
        .replace("::gilref::GilDrop", "GilDrop")
        .replace("::gilref::GilClone", "GilClone")
        .replace("::core::clone::Clone", "Clone")
        .replace("::core::cmp::", "")
        .replace("::core::hash::", "")
        .replace("::core::marker::", "")
        .replace("::core::default::Default", "Default")
}
