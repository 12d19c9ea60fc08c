//! The input as the expansion sees it.

use proc_macro2::{Ident, Span};
use syn::{
    Data, DeriveInput, ExprPath, Fields, GenericArgument, Generics, Index, Member, PathArguments,
    PathSegment, Type,
};

use crate::attr::{self, ContainerAttrs};
use crate::errors::Errors;
use crate::name::Place;
use crate::valid;

/// A type that derives `GilClone`.
pub(crate) struct Input<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) generics: &'a Generics,
    pub(crate) attrs: ContainerAttrs,
    pub(crate) body: Body<'a>,
}

pub(crate) enum Body<'a> {
    Struct(Vec<Field<'a>>),
    Enum(Vec<Variant<'a>>),
}

pub(crate) struct Variant<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) fields: Vec<Field<'a>>,
}

pub(crate) struct Field<'a> {
    pub(crate) member: Member,
    pub(crate) ty: &'a Type,
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

impl<'a> Input<'a> {
    pub(crate) fn from_syn(node: &'a DeriveInput, errors: &mut Errors) -> Self {
        let attrs = attr::container(&node.attrs, errors);
        let body = match &node.data {
            Data::Struct(data) => Body::Struct(fields(&data.fields, errors)),
            Data::Enum(data) => Body::Enum(
                data.variants
                    .iter()
                    .map(|variant| {
                        attr::refuse(&variant.attrs, Place::Variant, errors);
                        Variant {
                            ident: &variant.ident,
                            fields: fields(&variant.fields, errors),
                        }
                    })
                    .collect(),
            ),
            // Refused by `valid`, so that these fields are never expanded.
            Data::Union(_) => Body::Struct(Vec::new()),
        };
        valid::check(node, errors);
        Input {
            ident: &node.ident,
            generics: &node.generics,
            attrs,
            body,
        }
    }

    pub(crate) fn fields(&self) -> impl Iterator<Item = &Field<'a>> {
        let (of_struct, variants) = match &self.body {
            Body::Struct(fields) => (&fields[..], &[][..]),
            Body::Enum(variants) => (&[][..], &variants[..]),
        };
        of_struct
            .iter()
            .chain(variants.iter().flat_map(|variant| &variant.fields))
    }
}

impl Field<'_> {
    /// Whether the copy of the field is made from the original.
    pub(crate) fn is_read(&self) -> bool {
        !matches!(self.method, Method::Default)
    }
}

fn fields<'a>(fields: &'a Fields, errors: &mut Errors) -> Vec<Field<'a>> {
    (0..)
        .zip(fields)
        .map(|(index, field)| Field {
            member: match &field.ident {
                Some(ident) => Member::Named(ident.clone()),
                None => Member::Unnamed(Index {
                    index,
                    span: Span::call_site(),
                }),
            },
            ty: &field.ty,
            method: match attr::field(&field.attrs, errors) {
                Some(method) => method,
                None if is_copied(&field.ty) => Method::Copy,
                None => {
                    valid::check_field(&field.ty, errors);
                    Method::GilClone
                }
            },
        })
        .collect()
}

/// Whether values of the type are copied without asking for an impl. A blanket impl of
/// `GilClone` for `&T` would turn each missing impl into a baffling mismatch, function pointers
/// can't have one over their arity and lifetimes, and a primitive needs no call to check.
fn is_copied(ty: &Type) -> bool {
    match bare(ty) {
        Type::Reference(reference) => reference.mutability.is_none(),
        Type::Ptr(_) | Type::FnPtr(_) => true,
        Type::Path(path) if path.qself.is_none() => {
            let Some(PathSegment { ident, arguments }) = path.path.segments.last() else {
                return false;
            };
            match arguments {
                PathArguments::None => path.path.segments.len() == 1 && is_primitive(ident),
                PathArguments::AngleBracketed(arguments) => {
                    let Some(GenericArgument::Type(ty)) = arguments.args.first() else {
                        return false;
                    };
                    matches!(bare(ty), Type::FnPtr(_)) && ident == "Option"
                }
                PathArguments::Parenthesized(_) => false,
            }
        }
        _ => false,
    }
}

fn is_primitive(ident: &Ident) -> bool {
    #[rustfmt::skip]
    let found = matches!(
        ident.to_string().as_str(),
        "bool" | "char" | "f32" | "f64"
            | "i8" | "i16" | "i32" | "i64" | "i128" | "isize"
            | "u8" | "u16" | "u32" | "u64" | "u128" | "usize"
    );
    found
}

/// The type without parentheses and without the invisible groups of `macro_rules!`.
pub(crate) fn bare(mut ty: &Type) -> &Type {
    loop {
        ty = match ty {
            Type::Group(group) => &group.elem,
            Type::Paren(paren) => &paren.elem,
            _ => return ty,
        };
    }
}
