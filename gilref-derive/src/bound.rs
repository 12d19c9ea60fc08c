//! Which predicates the impl needs, read from the fields' types.
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
use crate::needs::Needs;
use crate::tokens::Krate;
use crate::ty::{Ty, bare};

/// The predicates for the fields of `input`, each with a comma behind it.
pub(crate) fn infer(input: &Input) -> TokenStream {
    let params = &input.generics.params;
    if input.attrs.bound.is_some()
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
            Method::GilClone => bounds.visit(field.ty.tree(), Needs::GIL_CLONE),
            Method::Clone => bounds.visit(field.ty.tree(), Needs::CLONE),
            Method::Default => bounds.visit_default(&field.ty),
            Method::Copy | Method::With(_) => {}
        }
    }
    bounds.predicates(Krate(&input.attrs))
}

struct Bounds<'a> {
    input: &'a Input,
    /// The type parameters, in their order, and what is asked of them.
    params: Vec<(&'a Ident, Needs)>,
    /// The associated types, with their text to know them by.
    projections: Vec<(String, TokenStream, Needs)>,
    defaults: Vec<(String, &'a Ty)>,
}

impl<'a> Bounds<'a> {
    fn new(input: &'a Input) -> Self {
        Bounds {
            input,
            params: input
                .generics
                .type_params()
                .map(|param| (&param.ident, Needs::NOTHING))
                .collect(),
            projections: Vec::new(),
            defaults: Vec::new(),
        }
    }

    fn predicates(&self, krate: Krate<'_>) -> TokenStream {
        let params = self
            .params
            .iter()
            .filter(|(_, needs)| *needs != Needs::NOTHING)
            .map(|(param, needs)| needs.predicate(param, krate));
        let projections = self
            .projections
            .iter()
            .map(|(_, ty, needs)| needs.predicate(ty, krate));
        let defaults = self
            .defaults
            .iter()
            .map(|(_, ty)| quote!(#ty: ::core::default::Default,));
        quote!(#(#params)* #(#projections)* #(#defaults)*)
    }

    /// Adds what `ty` asks of the parameters in it when it must be able to do `needs`.
    fn visit(&mut self, ty: &'a Type, needs: Needs) {
        if needs == Needs::NOTHING {
            return;
        }
        match bare(ty) {
            Type::Path(path) => self.visit_path(ty, path, needs),
            Type::Tuple(tuple) => tuple.elems.iter().for_each(|elem| self.visit(elem, needs)),
            Type::Array(array) => self.visit(&array.elem, needs),
            Type::Slice(slice) => self.visit(&slice.elem, needs),
            Type::Reference(reference) => self.visit(&reference.elem, needs.behind_pointer()),
            Type::TraitObject(object) => {
                for bound in &object.bounds {
                    if let TypeParamBound::Trait(bound) = bound {
                        for segment in &bound.path.segments {
                            self.visit_arguments(segment, needs);
                        }
                    }
                }
            }
            Type::Macro(mac) => self.visit_tokens(mac.mac.tokens.clone(), needs),
            Type::Verbatim(tokens) => self.visit_tokens(tokens.clone(), needs),
            // Pointers are copied; the rest can't stand in a field.
            _ => {}
        }
    }

    fn visit_path(&mut self, ty: &'a Type, path: &'a TypePath, needs: Needs) {
        let segments = &path.path.segments;
        let (Some(first), Some(last)) = (segments.first(), segments.last()) else {
            return;
        };
        let rooted = path.path.leading_colon.is_some();
        if path.qself.is_some() || !rooted && segments.len() > 1 && self.is_param(&first.ident) {
            if self.mentions_param(ty.to_token_stream()) {
                self.add_projection(ty.to_token_stream(), needs);
            }
            return;
        }
        if !rooted && segments.len() == 1 && last.arguments.is_none() {
            self.add_param(&last.ident, needs);
            return;
        }
        match last.ident.unraw().to_string().as_str() {
            "PhantomData" | "Py" | "Weak" | "NonNull" => {}
            // `gilref::Bound`, where `std::ops::Bound` has no lifetime.
            "Bound" | "Borrowed" if has_lifetime(last) => {}
            "Plain" => self.visit_arguments(last, needs.as_plain()),
            "Cell" | "MaybeUninit" => self.visit_arguments(last, needs.as_copied()),
            "Cow" => self.visit_cow(last, needs),
            "Arc" | "Rc" => self.visit_arguments(last, needs.behind_pointer()),
            "HashMap" | "IndexMap" => self.visit_each(
                last,
                &[needs.as_hash_key(), needs, needs.as_hasher()],
                needs,
            ),
            "HashSet" | "IndexSet" => {
                self.visit_each(last, &[needs.as_hash_key(), needs.as_hasher()], needs);
            }
            "BTreeMap" | "BTreeSet" | "BinaryHeap" => {
                self.visit_each(last, &[needs.as_ord_key()], needs);
            }
            // The impl's own bounds are being inferred: it asks for nothing more of itself.
            _ if self.is_self(path, last) => self.visit_arguments(last, needs.behind_pointer()),
            _ => self.visit_arguments(last, needs),
        }
    }

    /// What a `Cow` owns is known only through the associated type of `ToOwned`.
    fn visit_cow(&mut self, segment: &'a PathSegment, needs: Needs) {
        if let PathArguments::AngleBracketed(arguments) = &segment.arguments {
            for argument in &arguments.args {
                if let GenericArgument::Type(ty) = argument {
                    self.visit(ty, needs.behind_pointer());
                    if needs.asks_gil_clone() && self.mentions_param(ty.to_token_stream()) {
                        let owned = quote!(<#ty as ::std::borrow::ToOwned>::Owned);
                        self.add_projection(owned, Needs::GIL_CLONE);
                    }
                }
            }
        }
    }

    fn visit_arguments(&mut self, segment: &'a PathSegment, needs: Needs) {
        self.visit_each(segment, &[], needs);
    }

    /// Visits the type arguments: the first with the first of `each`, the remaining with `rest`.
    fn visit_each(&mut self, segment: &'a PathSegment, each: &[Needs], rest: Needs) {
        match &segment.arguments {
            PathArguments::None => {}
            PathArguments::AngleBracketed(arguments) => {
                let mut each = each.iter().copied();
                for argument in &arguments.args {
                    match argument {
                        GenericArgument::Type(ty) => self.visit(ty, each.next().unwrap_or(rest)),
                        GenericArgument::AssocType(assoc) => self.visit(&assoc.ty, rest),
                        _ => {}
                    }
                }
            }
            PathArguments::Parenthesized(arguments) => {
                for input in &arguments.inputs {
                    self.visit(&input.ty, rest);
                }
                if let ReturnType::Type(_, ty) = &arguments.output {
                    self.visit(ty, rest);
                }
            }
        }
    }

    /// Tokens whose meaning isn't known: each parameter named in them counts as used.
    fn visit_tokens(&mut self, tokens: TokenStream, needs: Needs) {
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => self.add_param(&ident, needs),
                TokenTree::Group(group) => self.visit_tokens(group.stream(), needs),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    fn visit_default(&mut self, ty: &'a Ty) {
        let key = ty.to_token_stream().to_string();
        if !self.defaults.iter().any(|(other, _)| *other == key) {
            self.defaults.push((key, ty));
        }
    }

    fn add_param(&mut self, ident: &Ident, needs: Needs) {
        for (param, found) in &mut self.params {
            if same(param, ident) {
                found.add(needs);
            }
        }
    }

    fn add_projection(&mut self, ty: TokenStream, needs: Needs) {
        let key = ty.to_string();
        match self.projections.iter_mut().find(|(k, ..)| *k == key) {
            Some((_, _, found)) => found.add(needs),
            None => self.projections.push((key, ty, needs)),
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
