//! Bounds of a field: goes through the type of the field and requires of each part the traits that
//! its position needs.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::{
    GenericArgument, PathArguments, PathSegment, ReturnType, Type, TypeParamBound, TypePath,
};

use super::predicates::Predicates;
use super::requirement::Requirement;
use crate::field_type::{FieldType, without_groups};
use crate::generics::{Kind, is_same};
use crate::known::{Asked, asked_by_drop, asked_of_arguments};

/// By which trait a field is cloned, or released.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum By {
    Derived,
    Clone,
    /// The derived trait, which is `GilDrop`.
    Released,
}

impl By {
    fn requirement(self) -> Requirement {
        match self {
            By::Derived | By::Released => Requirement::DERIVED,
            By::Clone => Requirement::CLONE,
        }
    }
}

/// Adds what the clone of a field of this type asks.
pub(super) fn add(ty: &FieldType, by: By, predicates: &mut Predicates<'_>) {
    let mut walk = Walk { predicates, ty, by };
    walk.cloned(ty.tree());
}

/// A walk through the type of one field.
struct Walk<'a, 'b> {
    predicates: &'b mut Predicates<'a>,
    ty: &'b FieldType,
    by: By,
}

impl Walk<'_, '_> {
    /// Asks what is needed for a value of the type to be cloned.
    fn cloned(&mut self, ty: &Type) {
        match without_groups(ty) {
            Type::Path(path) => self.path_cloned(ty, path),
            Type::Tuple(tuple) => tuple.elems.iter().for_each(|elem| self.cloned(elem)),
            Type::Array(array) => self.cloned(&array.elem),
            Type::Slice(slice) => self.cloned(&slice.elem),
            Type::TraitObject(object) => {
                for bound in &object.bounds {
                    if let TypeParamBound::Trait(bound) = bound {
                        for segment in &bound.path.segments {
                            self.arguments_cloned(segment, &[]);
                        }
                    }
                }
            }
            Type::Macro(mac) => self.named(mac.mac.tokens.clone()),
            Type::Verbatim(tokens) => self.named(tokens.clone()),
            // References and pointers are copied; the rest can't stand in a field.
            _ => {}
        }
    }

    fn path_cloned(&mut self, ty: &Type, path: &TypePath) {
        let segments = &path.path.segments;
        let (Some(first), Some(last)) = (segments.first(), segments.last()) else {
            return;
        };
        if path.qself.is_some() || self.is_projection(ty) {
            return self.projection_cloned(ty, path);
        }
        let is_one_name = path.path.leading_colon.is_none() && segments.len() == 1;
        if is_one_name && last.arguments.is_none() {
            return match self.by {
                By::Clone if last.ident == "Self" => {
                    self.predicates.add_to_all_parameters(Requirement::CLONE);
                }
                _ => self
                    .predicates
                    .add_to_parameter(&last.ident, self.by.requirement()),
            };
        }
        if is_same(&last.ident, &self.predicates.input.ident) {
            let is_module = |name: &Ident| name == "crate" || name == "self" || name == "super";
            if is_one_name && self.by != By::Clone && self.has_own_parameters(last) {
                // The deriving type with its own parameters: its bounds are just being inferred, so
                // nothing is added.
                return;
            }
            if is_one_name || is_module(&first.ident) {
                return self.arguments_cloned(last, &[]);
            }
        }
        let module = segments.iter().rev().nth(1);
        let module = module.map(|module| module.ident.to_string());
        match last.ident.unraw().to_string().as_str() {
            // `gilref::Bound`, where `std::ops::Bound` has no lifetime.
            "Bound" | "Borrowed" if has_lifetime(last) => {}
            name => {
                let asked = match self.by {
                    By::Released => asked_by_drop,
                    By::Derived | By::Clone => asked_of_arguments,
                };
                self.arguments_cloned(last, asked(module.as_deref(), name));
            }
        }
    }

    /// Requires of the type arguments, in their order, what `asked` says, and of the remaining ones
    /// that they can be cloned.
    fn arguments_cloned(&mut self, segment: &PathSegment, asked: &[Asked]) {
        match &segment.arguments {
            PathArguments::None => {}
            PathArguments::AngleBracketed(arguments) => {
                let mut asked = asked.iter().copied();
                for argument in &arguments.args {
                    match argument {
                        GenericArgument::Type(ty) => {
                            self.argument(ty, asked.next().unwrap_or(Asked::Derived));
                        }
                        GenericArgument::AssocType(assoc) => self.cloned(&assoc.ty),
                        _ => {}
                    }
                }
            }
            PathArguments::Parenthesized(arguments) => {
                arguments
                    .inputs
                    .iter()
                    .for_each(|input| self.cloned(&input.ty));
                if let ReturnType::Type(_, ty) = &arguments.output {
                    self.cloned(ty);
                }
            }
        }
    }

    fn argument(&mut self, ty: &Type, asked: Asked) {
        match (asked, self.by) {
            (Asked::Nothing, _) | (Asked::Owned, By::Clone) => {}
            (Asked::Copy, _) => self.add(ty, Requirement::COPY),
            (Asked::Derived, _) | (Asked::HashKey | Asked::OrdKey | Asked::Hasher, By::Clone) => {
                self.cloned(ty);
            }
            (Asked::HashKey, By::Derived) => {
                self.cloned(ty);
                self.add(ty, Requirement::HASH_KEY);
            }
            (Asked::OrdKey, By::Derived) => {
                self.cloned(ty);
                self.add(ty, Requirement::ORD_KEY);
            }
            (Asked::Hasher, By::Derived) => self.add(ty, Requirement::HASHER),
            (Asked::Clone, by) => {
                self.by = By::Clone;
                self.cloned(ty);
                self.by = by;
            }
            (Asked::Owned, By::Derived | By::Released) => self.owned_cloned(ty),
            // A release looks up no key and builds no new map.
            (Asked::HashKey | Asked::OrdKey | Asked::Hasher, By::Released) => {}
        }
    }

    /// What `Cow` owns: known for slices, and elsewhere an associated type of `ToOwned`.
    fn owned_cloned(&mut self, ty: &Type) {
        if self.is_projection(ty) || self.as_parameter(ty).is_some() {
            let ty = self.ty.put_back(ty.to_token_stream());
            let owned = quote!(<#ty as ::std::borrow::ToOwned>::Owned);
            self.predicates.add(owned, Requirement::DERIVED);
        } else {
            self.cloned(ty);
        }
    }

    /// If the type is an associated type of a parameter, or the where clause bounds its self type,
    /// the predicate is on the associated type itself. Otherwise the compiler knows it, and it may
    /// contain the deriving type: then the predicates are on the parameters that are named in it.
    fn projection_cloned(&mut self, ty: &Type, path: &TypePath) {
        let self_type = path.qself.as_ref().map(|qself| &*qself.ty);
        let is_declared = |ty: &Type| {
            self.predicates
                .is_declared(self.ty.put_back(ty.to_token_stream()))
        };
        if self.is_projection(ty) || self_type.is_some_and(is_declared) {
            self.add(ty, self.by.requirement());
        } else {
            self.named(ty.to_token_stream());
        }
    }

    /// Whether the type is an associated type of a parameter, or of such an associated type.
    fn is_projection(&self, ty: &Type) -> bool {
        let Type::Path(path) = without_groups(ty) else {
            return false;
        };
        match &path.qself {
            Some(qself) => self.as_parameter(&qself.ty).is_some() || self.is_projection(&qself.ty),
            None => {
                path.path.leading_colon.is_none()
                    && path.path.segments.len() > 1
                    && self.predicates.is_parameter(&path.path.segments[0].ident)
            }
        }
    }

    fn as_parameter<'t>(&self, ty: &'t Type) -> Option<&'t Ident> {
        let Type::Path(path) = without_groups(ty) else {
            return None;
        };
        let name = path.path.get_ident().filter(|_| path.qself.is_none())?;
        self.predicates.is_parameter(name).then_some(name)
    }

    /// Each parameter named in the tokens counts as cloned, and `Self` names all of them.
    fn named(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Ident(name) if name == "Self" => {
                    self.predicates.add_to_all_parameters(self.by.requirement());
                }
                TokenTree::Ident(name) => {
                    self.predicates
                        .add_to_parameter(&name, self.by.requirement());
                }
                TokenTree::Group(group) => self.named(group.stream()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    fn add(&mut self, ty: &Type, requirement: Requirement) {
        let ty = self.ty.put_back(without_groups(ty).to_token_stream());
        self.predicates.add(ty, requirement);
    }

    /// Whether the arguments are the deriving type's own parameters, in their order.
    fn has_own_parameters(&self, segment: &PathSegment) -> bool {
        let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
            return false;
        };
        let parameters = &self.predicates.input.generics.parameters;
        arguments.args.len() == parameters.len()
            && arguments
                .args
                .iter()
                .zip(parameters)
                .all(|(argument, parameter)| {
                    parameter.kind == Kind::Lifetime || is_named(argument, &parameter.ident)
                })
    }
}

fn has_lifetime(segment: &PathSegment) -> bool {
    matches!(
        &segment.arguments,
        PathArguments::AngleBracketed(arguments)
            if matches!(arguments.args.first(), Some(GenericArgument::Lifetime(_)))
    )
}

fn is_named(argument: &GenericArgument, name: &Ident) -> bool {
    let GenericArgument::Type(ty) = argument else {
        return false;
    };
    matches!(
        without_groups(ty),
        Type::Path(path)
            if path.qself.is_none() && path.path.get_ident().is_some_and(|found| is_same(found, name))
    )
}
