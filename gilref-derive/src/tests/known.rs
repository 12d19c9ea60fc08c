//! What the derive asks for a known type is what gilref's impl for that type asks: each impl in the
//! sources of gilref is compared with the bounds of a struct that has one field of its type.

use std::path::Path;
use std::{env, fs};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericParam, Item, ItemImpl, Type, TypeParamBound, WherePredicate};

use super::predicates_by;
use crate::derive::Derive;
use crate::impls::gil_clone::GilClone;
use crate::impls::gil_drop::GilDrop;

/// The bounds of each type parameter, other than those that the type has of itself.
type Asked = Vec<(String, Vec<String>)>;

/// Types that are left out here, and why.
const APART: &[(&str, &str)] = &[
    ("Mutex", "its impl is for the words of the error alone"),
    ("RwLock", "its impl is for the words of the error alone"),
    ("PyRef", "its impl is for the words of the error alone"),
    ("Flatten", "its impl has a parameter that the type has not"),
    ("Cow", "asks of an associated type: see `bounds.rs`"),
    (
        "SmallVec",
        "asks of an associated type, of an array that has what its items have",
    ),
    ("Ready", "known as `future::Ready` only"),
    ("Pending", "known as `future::Pending` only"),
];

#[test]
fn what_is_asked_for_a_known_type_is_what_its_impl_asks() {
    compare::<GilClone>("GilClone");
}

#[test]
fn what_is_asked_to_release_a_known_type_is_what_its_impl_asks() {
    compare::<GilDrop>("GilDrop");
}

fn compare<D: Derive>(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../gilref/src");
    if !folder.exists() {
        return; // the published crate stands alone
    }
    let mut impls = Vec::new();
    collect(&folder, name, &mut impls);
    assert!(impls.len() > 60, "found only {} impls", impls.len());
    let wrong: Vec<String> = impls
        .iter()
        .filter_map(|item| difference::<D>(item, name))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The impls in a folder: written out, and by the macros that take `[parameters] Type;`.
fn collect(folder: &Path, name: &str, impls: &mut Vec<ItemImpl>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, name, impls);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let file = syn::parse_file(&fs::read_to_string(&path).unwrap()).unwrap();
            file.items
                .into_iter()
                .for_each(|item| add(item, name, impls));
        }
    }
}

fn add(item: Item, name: &str, impls: &mut Vec<ItemImpl>) {
    match item {
        Item::Impl(item) => {
            let is_meant = item.trait_.as_ref().is_some_and(|(path, _)| {
                path.segments.last().is_some_and(|last| last.ident == name)
            });
            if is_meant {
                impls.push(item);
            }
        }
        Item::Macro(item)
            if item.mac.path.is_ident("shared_and_dropped")
                || item.mac.path.is_ident("shared") && name == "GilClone"
                || item.mac.path.is_ident("dropped") && name == "GilDrop"
                || item.mac.path.is_ident("drop_each") && name == "GilDrop" =>
        {
            let mut rest: Vec<TokenTree> = Vec::new();
            for token in item.mac.tokens {
                if matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ';') {
                    impls.extend(written_short(&rest, name));
                    rest.clear();
                } else {
                    rest.push(token);
                }
            }
        }
        Item::Macro(item)
            if item.mac.path.is_ident("fields") || item.mac.path.is_ident("variants") =>
        {
            for ty in item.mac.tokens {
                if let TokenTree::Ident(ty) = ty {
                    let source = format!("impl<T: {name}> {name} for {ty}<T> {{}}");
                    impls.extend(
                        syn::parse_str::<ItemImpl>(&source)
                            .ok()
                            .filter(|_| ty != "T"),
                    );
                }
            }
        }
        _ => {}
    }
}

/// `#[doc = ".."] [T: Bound] Type<T>`
fn written_short(tokens: &[TokenTree], name: &str) -> Option<ItemImpl> {
    let start = tokens.iter().rposition(|token| {
        matches!(token, TokenTree::Group(group) if group.delimiter() == proc_macro2::Delimiter::Bracket)
    })?;
    let TokenTree::Group(parameters) = &tokens[start] else {
        return None;
    };
    let parameters = parameters.stream();
    let ty: TokenStream = tokens[start + 1..].iter().cloned().collect();
    let name = quote::format_ident!("{name}");
    syn::parse2(quote::quote!(impl<#parameters> #name for #ty {})).ok()
}

/// How the derive's bounds for a field of the impl's type differ from the impl's own.
fn difference<D: Derive>(item: &ItemImpl, name: &str) -> Option<String> {
    let ty = item.self_ty.to_token_stream().to_string();
    let is_apart = APART.iter().any(|(name, _)| ty.contains(name));
    if is_apart
        || matches!(*item.self_ty, Type::Reference(_))
        || item.generics.type_params().next().is_none()
    {
        return None;
    }
    let declarations = item.generics.params.iter().map(|param| match param {
        GenericParam::Type(param) => param.ident.to_token_stream(),
        other => other.to_token_stream(),
    });
    let ty = ty.replace("'_", "'static").replace("$ krate ::", "");
    let source = format!(
        "struct Deriving<{}>({ty});",
        declarations
            .map(|each| each.to_string())
            .collect::<Vec<_>>()
            .join(", ")
    );
    let derived = by_derive::<D>(&source, name);
    let expected = by_impl(item);
    (derived != expected)
        .then(|| format!("{ty}: the derive asks {derived:?}, the impl {expected:?}"))
}

fn by_derive<D: Derive>(source: &str, name: &str) -> Asked {
    let mut asked: Asked = predicates_by::<D>(source)
        .iter()
        .map(|predicate| {
            let (ty, bounds) = predicate.split_once(':').unwrap();
            // The associated type of `ToOwned` is written with a path that has `:` in it.
            let owned = predicate.starts_with('<');
            if owned {
                return ("B::Owned".to_owned(), vec![name.to_owned()]);
            }
            (
                ty.to_owned(),
                sorted(bounds.split('+').map(ToOwned::to_owned).collect()),
            )
        })
        .collect();
    asked.sort();
    asked
}

fn by_impl(item: &ItemImpl) -> Asked {
    let mut asked: Asked = Vec::new();
    let mut add = |ty: String, bounds: &mut dyn Iterator<Item = &TypeParamBound>| {
        let names: Vec<String> = bounds.filter_map(name).collect();
        if !names.is_empty() {
            asked.push((ty, sorted(names)));
        }
    };
    for param in item.generics.type_params() {
        add(param.ident.to_string(), &mut param.bounds.iter());
    }
    for predicate in item
        .generics
        .where_clause
        .iter()
        .flat_map(|clause| &clause.predicates)
    {
        if let WherePredicate::Type(predicate) = predicate {
            let ty = predicate
                .bounded_ty
                .to_token_stream()
                .to_string()
                .replace(' ', "");
            add(ty, &mut predicate.bounds.iter());
        }
    }
    asked.sort();
    asked
}

/// A trait that the derive asks for; others are asked by the types themselves.
fn name(bound: &TypeParamBound) -> Option<String> {
    let TypeParamBound::Trait(bound) = bound else {
        return None;
    };
    let name = bound.path.segments.last()?.ident.to_string();
    let is_asked = [
        "GilClone",
        "GilDrop",
        "Clone",
        "Copy",
        "Eq",
        "Hash",
        "Ord",
        "BuildHasher",
    ];
    is_asked.contains(&name.as_str()).then_some(name)
}

fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names
}
