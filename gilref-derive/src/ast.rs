//! The input of a derive: a type, its attributes and its fields.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::{ExprPath, Path};

use crate::field_type::FieldType;
use crate::generics::Generics;

/// The type that derives.
pub(crate) struct Input {
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) attributes: TypeAttributes,
    pub(crate) body: Body,
}

/// What the attributes of the type say.
#[derive(Default)]
pub(crate) struct TypeAttributes {
    /// `crate = path`: where the runtime is found.
    pub(crate) runtime: Option<Path>,
    /// There was a `crate` whose value is no path.
    pub(crate) runtime_is_wrong: bool,
    /// `bound = ".."`: the predicates in place of the inferred ones, with a comma behind each.
    pub(crate) bound: Option<TokenStream>,
    /// `gil_drop(bound = "..")`: the same for `GilDrop`.
    pub(crate) drop_bound: Option<TokenStream>,
    /// `clone`: the whole type is cloned by `Clone`.
    pub(crate) clone: Option<Ident>,
    /// How the fields are cloned.
    pub(crate) fields: FieldsBy,
    /// The `packed` of a `#[repr(..)]`.
    pub(crate) packed: Option<Ident>,
    /// `attach`: `Clone` is implemented too.
    pub(crate) attach: Option<Ident>,
    pub(crate) from_py_object: Option<Ident>,
    pub(crate) into_py_object: Option<Ident>,
    /// The options of a `#[pyclass(..)]` below the derive. One above the derive was expanded
    /// before, and can't be seen.
    pub(crate) class_options: Vec<Ident>,
}

/// How those fields are cloned that have no attribute.
#[derive(Clone, Copy, Default)]
pub(crate) enum FieldsBy {
    #[default]
    GilClone,
    /// `fields = clone`
    Clone,
    /// `clone` on the type or on a variant: no field may be cloned in another way. The string says
    /// in errors where the `clone` is.
    WholeByClone(&'static str),
}

pub(crate) enum Body {
    Struct(Vec<Field>),
    Enum(Vec<Variant>),
    /// A union, whose keyword is here.
    Union(Span),
    /// Not Rust, of which the compiler has told the user already.
    Unreadable,
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
    /// `bound = ".."`: the predicates in place of the inferred ones, with a comma behind each.
    pub(crate) bound: Option<TokenStream>,
    /// `gil_drop(plain)`: dropped as Rust drops it.
    pub(crate) dropped_plainly: bool,
}

/// How the clone of a field is made.
pub(crate) enum Method {
    /// `GilClone::clone_ref`.
    GilClone,
    /// A plain copy: primitives, shared references, raw pointers and function pointers.
    Copy,
    /// `Clone::clone`.
    Clone,
    /// A call of the user's function, which takes the original and a token.
    With(ExprPath),
    /// `Default::default`, or a call of the user's function, which takes nothing.
    Default(Option<ExprPath>),
}

impl Input {
    /// Whether `clone_ref` is called for the field.
    pub(crate) fn clones_by_method(&self, field: &Field) -> bool {
        self.attributes.clone.is_none() && matches!(field.method, Method::GilClone)
    }

    /// The fields of the struct, or of all variants.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &Field> {
        let (of_struct, variants) = match &self.body {
            Body::Struct(fields) => (&fields[..], &[][..]),
            Body::Enum(variants) => (&[][..], &variants[..]),
            Body::Union(_) | Body::Unreadable => (&[][..], &[][..]),
        };
        of_struct
            .iter()
            .chain(variants.iter().flat_map(|variant| &variant.fields))
    }

    /// The type of a struct's last field, if its syntax shows that it is unsized.
    pub(crate) fn unsized_tail(&self) -> Option<&FieldType> {
        let Body::Struct(fields) = &self.body else {
            return None;
        };
        fields
            .last()
            .map(|field| &field.ty)
            .filter(|ty| ty.is_unsized())
    }

    /// Whether the syntax shows that a field is unsized that is not at the end of a struct. The
    /// compiler refuses such a type.
    pub(crate) fn is_unsized_inside(&self) -> bool {
        let at_the_end = usize::from(self.unsized_tail().is_some());
        self.fields().filter(|field| field.ty.is_unsized()).count() > at_the_end
    }
}

impl Field {
    /// Whether the clone of the field is made from the original.
    pub(crate) fn is_read(&self) -> bool {
        !matches!(self.method, Method::Default(_))
    }

    /// Whether the field is released with the token. As a rule, a field that is not cloned by
    /// `GilClone` has no `GilDrop`. A trait object has none either.
    pub(crate) fn is_released(&self) -> bool {
        matches!(self.method, Method::GilClone)
            && !self.dropped_plainly
            && !self.ty.holds_mutable_reference()
            && !self.ty.points_to_trait_object()
    }
}
