//! The input as the expansion sees it.

use proc_macro2::{Ident, TokenTree};
use syn::{Attribute, ExprPath, Generics};

use crate::attr::{self, ContainerAttrs};
use crate::errors::Errors;
use crate::ty::Ty;

/// A type that derives `GilClone`.
pub(crate) struct Input {
    pub(crate) ident: Ident,
    /// Without attributes: repeated in the impl's header they would mean nothing, or be errors.
    pub(crate) generics: Generics,
    pub(crate) attrs: ContainerAttrs,
    pub(crate) body: Body,
}

pub(crate) enum Body {
    Struct(Vec<Field>),
    Enum(Vec<Variant>),
}

pub(crate) struct Variant {
    pub(crate) ident: Ident,
    pub(crate) fields: Vec<Field>,
}

pub(crate) struct Field {
    /// A name or a number.
    pub(crate) member: TokenTree,
    pub(crate) ty: Ty,
    pub(crate) method: Method,
}

/// How the copy of a field is made.
pub(crate) enum Method {
    /// `GilClone::clone_ref`: no attribute.
    GilClone,
    /// A plain copy: primitives, shared references, raw pointers and function pointers.
    Copy,
    /// `Clone::clone`: `#[gil_clone(clone)]`.
    Clone,
    /// A call of the user's function: `#[gil_clone(with = path)]`.
    With(ExprPath),
    /// `Default::default`: `#[gil_clone(default)]`.
    Default,
}

impl Input {
    pub(crate) fn fields(&self) -> impl Iterator<Item = &Field> {
        let (of_struct, variants) = match &self.body {
            Body::Struct(fields) => (&fields[..], &[][..]),
            Body::Enum(variants) => (&[][..], &variants[..]),
        };
        of_struct
            .iter()
            .chain(variants.iter().flat_map(|variant| &variant.fields))
    }
}

impl Field {
    pub(crate) fn new(member: TokenTree, ty: Ty, attrs: &[Attribute], errors: &mut Errors) -> Self {
        let method = match attr::field(attrs, errors) {
            Some(method) => method,
            None if ty.is_copied() => Method::Copy,
            None => Method::GilClone,
        };
        Field { member, ty, method }
    }

    /// Whether the copy of the field is made from the original.
    pub(crate) fn is_read(&self) -> bool {
        !matches!(self.method, Method::Default)
    }
}
