//! The input of a derive: a type, its attributes and its fields.

use proc_macro2::{Ident, TokenTree};
use syn::punctuated::Punctuated;
use syn::{ExprPath, Generics, Path, Token, WherePredicate};

use crate::field_type::FieldType;

/// The type that derives.
pub(crate) struct Input {
    pub(crate) ident: Ident,
    /// Without attributes: repeated in the impl's header they would mean nothing, or be errors.
    pub(crate) generics: Generics,
    pub(crate) attributes: TypeAttributes,
    pub(crate) body: Body,
}

/// What the attributes of the type say.
#[derive(Default)]
pub(crate) struct TypeAttributes {
    /// `crate = ".."`: where the runtime is found.
    pub(crate) runtime: Option<Path>,
    /// There was a `crate` whose value is no path.
    pub(crate) runtime_is_wrong: bool,
    /// `bound = ".."`: the predicates in place of the inferred ones.
    pub(crate) bound: Option<Punctuated<WherePredicate, Token![,]>>,
    /// The `packed` of a `#[repr(..)]`.
    pub(crate) packed: Option<Ident>,
    /// `attach`: `Clone` is implemented too.
    pub(crate) attach: Option<Ident>,
    pub(crate) from_py_object: Option<Ident>,
    pub(crate) into_py_object: Option<Ident>,
    /// The options of a `#[pyclass(..)]` below the derive. One above it is gone by now.
    pub(crate) class_options: Vec<Ident>,
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
    pub(crate) ty: FieldType,
    pub(crate) method: Method,
}

/// How the clone of a field is made.
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
    /// The fields of the struct, or of all variants.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &Field> {
        let (of_struct, variants) = match &self.body {
            Body::Struct(fields) => (&fields[..], &[][..]),
            Body::Enum(variants) => (&[][..], &variants[..]),
        };
        of_struct
            .iter()
            .chain(variants.iter().flat_map(|variant| &variant.fields))
    }

    /// The last field of a struct where its type has, by its syntax alone, no size.
    pub(crate) fn unsized_tail(&self) -> Option<&FieldType> {
        let Body::Struct(fields) = &self.body else {
            return None;
        };
        fields
            .last()
            .map(|field| &field.ty)
            .filter(|ty| ty.is_unsized())
    }
}

impl Field {
    /// Whether the clone of the field is made from the original.
    pub(crate) fn is_read(&self) -> bool {
        !matches!(self.method, Method::Default)
    }
}
