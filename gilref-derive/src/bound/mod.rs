//! Bounds: infers from the fields' types which predicates the impl needs.
//!
//! A predicate is put on a type parameter, or on an associated type of one, and never on a
//! field's whole type: `Option<Box<Self>>: GilClone` would ask for itself without end.
//! Types are known by their last path segment.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::{
    GenericArgument, GenericParam, PathArguments, PathSegment, ReturnType, Type, TypeParamBound,
    TypePath,
};

use crate::ast::{Input, Method};
use crate::field_type::{FieldType, without_groups};
use crate::tokens::Runtime;

mod requirement;

use requirement::Requirement;

/// The predicates for the fields of `input`, each with a comma behind it.
pub(crate) fn infer(input: &Input) -> TokenStream {
    let params = &input.generics.params;
    if input.attributes.bound.is_some()
        || params
            .iter()
            .all(|param| matches!(param, GenericParam::Lifetime(_)))
    {
        return TokenStream::new();
    }
    let mut bounds = Bounds::new(input);
    for field in input.fields() {
        // Most fields name no parameter, even of a type that has some.
        if !bounds.mentions_param(field.ty.tokens().iter().cloned()) {
            continue;
        }
        match field.method {
            Method::GilClone => bounds.require(field.ty.tree(), Requirement::GIL_CLONE),
            Method::Clone => bounds.require(field.ty.tree(), Requirement::CLONE),
            Method::Default => bounds.require_default(&field.ty),
            Method::Copy | Method::With(_) => {}
        }
    }
    bounds.predicates(Runtime(&input.attributes))
}

struct Bounds<'a> {
    input: &'a Input,
    /// The type parameters, in their order, and what is asked of them.
    params: Vec<(&'a Ident, Requirement)>,
    /// The associated types, with their text to know them by.
    projections: Vec<(String, TokenStream, Requirement)>,
    defaults: Vec<(String, &'a FieldType)>,
}

impl<'a> Bounds<'a> {
    fn new(input: &'a Input) -> Self {
        Bounds {
            input,
            params: input
                .generics
                .type_params()
                .map(|param| (&param.ident, Requirement::NOTHING))
                .collect(),
            projections: Vec::new(),
            defaults: Vec::new(),
        }
    }

    fn predicates(&self, runtime: Runtime<'_>) -> TokenStream {
        let params = self
            .params
            .iter()
            .filter(|(_, requirement)| *requirement != Requirement::NOTHING)
            .map(|(param, requirement)| requirement.predicate(param, runtime));
        let projections = self
            .projections
            .iter()
            .map(|(_, ty, requirement)| requirement.predicate(ty, runtime));
        let defaults = self
            .defaults
            .iter()
            .map(|(_, ty)| quote!(#ty: ::core::default::Default,));
        quote!(#(#params)* #(#projections)* #(#defaults)*)
    }

    /// Adds what `ty` asks of the parameters in it when it must be able to do `requirement`.
    fn require(&mut self, ty: &'a Type, requirement: Requirement) {
        if requirement == Requirement::NOTHING {
            return;
        }
        match without_groups(ty) {
            Type::Path(path) => self.require_path(ty, path, requirement),
            Type::Tuple(tuple) => tuple
                .elems
                .iter()
                .for_each(|elem| self.require(elem, requirement)),
            Type::Array(array) => self.require(&array.elem, requirement),
            Type::Slice(slice) => self.require(&slice.elem, requirement),
            Type::Reference(reference) => {
                self.require(&reference.elem, requirement.behind_pointer());
            }
            Type::TraitObject(object) => {
                for bound in &object.bounds {
                    if let TypeParamBound::Trait(bound) = bound {
                        for segment in &bound.path.segments {
                            self.require_arguments(segment, requirement);
                        }
                    }
                }
            }
            Type::Macro(mac) => self.require_tokens(mac.mac.tokens.clone(), requirement),
            Type::Verbatim(tokens) => self.require_tokens(tokens.clone(), requirement),
            // Pointers are copied; the rest can't stand in a field.
            _ => {}
        }
    }

    fn require_path(&mut self, ty: &'a Type, path: &'a TypePath, requirement: Requirement) {
        let segments = &path.path.segments;
        let (Some(first), Some(last)) = (segments.first(), segments.last()) else {
            return;
        };
        let rooted = path.path.leading_colon.is_some();
        if path.qself.is_some() || !rooted && segments.len() > 1 && self.is_param(&first.ident) {
            if self.mentions_param(ty.to_token_stream()) {
                self.add_projection(ty.to_token_stream(), requirement);
            }
            return;
        }
        if !rooted && segments.len() == 1 && last.arguments.is_none() {
            self.add_param(&last.ident, requirement);
            return;
        }
        match last.ident.unraw().to_string().as_str() {
            "PhantomData" | "Py" | "Weak" | "NonNull" => {}
            // `gilref::Bound`, where `std::ops::Bound` has no lifetime.
            "Bound" | "Borrowed" if has_lifetime(last) => {}
            "Plain" => self.require_arguments(last, requirement.as_plain()),
            "Cell" | "MaybeUninit" => self.require_arguments(last, requirement.as_copied()),
            "Cow" => self.require_cow(last, requirement),
            "Arc" | "Rc" => self.require_arguments(last, requirement.behind_pointer()),
            "HashMap" | "IndexMap" => self.require_each(
                last,
                &[
                    requirement.as_hash_key(),
                    requirement,
                    requirement.as_hasher(),
                ],
                requirement,
            ),
            "HashSet" | "IndexSet" => {
                self.require_each(
                    last,
                    &[requirement.as_hash_key(), requirement.as_hasher()],
                    requirement,
                );
            }
            "BTreeMap" | "BTreeSet" | "BinaryHeap" => {
                self.require_each(last, &[requirement.as_ord_key()], requirement);
            }
            // The impl's own bounds are being inferred: it asks for nothing more of itself.
            _ if self.is_self(path, last) => {
                self.require_arguments(last, requirement.behind_pointer());
            }
            _ => self.require_arguments(last, requirement),
        }
    }

    /// What a `Cow` owns is known only through the associated type of `ToOwned`.
    fn require_cow(&mut self, segment: &'a PathSegment, requirement: Requirement) {
        if let PathArguments::AngleBracketed(arguments) = &segment.arguments {
            for argument in &arguments.args {
                if let GenericArgument::Type(ty) = argument {
                    self.require(ty, requirement.behind_pointer());
                    if requirement.asks_gil_clone() && self.mentions_param(ty.to_token_stream()) {
                        let owned = quote!(<#ty as ::std::borrow::ToOwned>::Owned);
                        self.add_projection(owned, Requirement::GIL_CLONE);
                    }
                }
            }
        }
    }

    fn require_arguments(&mut self, segment: &'a PathSegment, requirement: Requirement) {
        self.require_each(segment, &[], requirement);
    }

    /// Visits the type arguments: the first with the first of `each`, the remaining with `rest`.
    fn require_each(&mut self, segment: &'a PathSegment, each: &[Requirement], rest: Requirement) {
        match &segment.arguments {
            PathArguments::None => {}
            PathArguments::AngleBracketed(arguments) => {
                let mut each = each.iter().copied();
                for argument in &arguments.args {
                    match argument {
                        GenericArgument::Type(ty) => self.require(ty, each.next().unwrap_or(rest)),
                        GenericArgument::AssocType(assoc) => self.require(&assoc.ty, rest),
                        _ => {}
                    }
                }
            }
            PathArguments::Parenthesized(arguments) => {
                for input in &arguments.inputs {
                    self.require(&input.ty, rest);
                }
                if let ReturnType::Type(_, ty) = &arguments.output {
                    self.require(ty, rest);
                }
            }
        }
    }

    /// Tokens whose meaning isn't known: each parameter named in them counts as used.
    fn require_tokens(&mut self, tokens: TokenStream, requirement: Requirement) {
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => self.add_param(&ident, requirement),
                TokenTree::Group(group) => self.require_tokens(group.stream(), requirement),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    fn require_default(&mut self, ty: &'a FieldType) {
        let key = ty.to_token_stream().to_string();
        if !self.defaults.iter().any(|(other, _)| *other == key) {
            self.defaults.push((key, ty));
        }
    }

    fn add_param(&mut self, ident: &Ident, requirement: Requirement) {
        for (param, found) in &mut self.params {
            if same(param, ident) {
                found.add(requirement);
            }
        }
    }

    fn add_projection(&mut self, ty: TokenStream, requirement: Requirement) {
        let key = ty.to_string();
        match self.projections.iter_mut().find(|(k, ..)| *k == key) {
            Some((_, _, found)) => found.add(requirement),
            None => self.projections.push((key, ty, requirement)),
        }
    }

    fn is_param(&self, ident: &Ident) -> bool {
        self.params.iter().any(|(param, _)| same(param, ident))
    }

    fn mentions_param(&self, tokens: impl IntoIterator<Item = TokenTree>) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(ident) => ident == "Self" || self.is_type_or_const_param(&ident),
            TokenTree::Group(group) => self.mentions_param(group.stream()),
            TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        })
    }

    fn is_type_or_const_param(&self, ident: &Ident) -> bool {
        self.input.generics.params.iter().any(|param| match param {
            GenericParam::Type(param) => same(&param.ident, ident),
            GenericParam::Const(param) => same(&param.ident, ident),
            GenericParam::Lifetime(_) => false,
        })
    }

    /// Whether this is the deriving type with just its own parameters.
    fn is_self(&self, path: &'a TypePath, last: &PathSegment) -> bool {
        let PathArguments::AngleBracketed(arguments) = &last.arguments else {
            return false;
        };
        path.path.segments.len() == 1
            && same(&last.ident, &self.input.ident)
            && arguments.args.len() == self.input.generics.params.len()
            && arguments
                .args
                .iter()
                .zip(&self.input.generics.params)
                .all(|(argument, param)| match param {
                    GenericParam::Type(param) => is_ident(argument, &param.ident),
                    GenericParam::Const(param) => is_ident(argument, &param.ident),
                    GenericParam::Lifetime(_) => true,
                })
    }
}

/// `r#T` and `T` are one name.
fn same(left: &Ident, right: &Ident) -> bool {
    let (left, right) = (left.to_string(), right.to_string());
    left.trim_start_matches("r#") == right.trim_start_matches("r#")
}

fn has_lifetime(segment: &PathSegment) -> bool {
    matches!(
        &segment.arguments,
        PathArguments::AngleBracketed(arguments)
            if matches!(arguments.args.first(), Some(GenericArgument::Lifetime(_)))
    )
}

fn is_ident(argument: &GenericArgument, ident: &Ident) -> bool {
    matches!(
        argument,
        GenericArgument::Type(Type::Path(path))
            if path.qself.is_none() && path.path.get_ident().is_some_and(|found| same(found, ident))
    )
}
