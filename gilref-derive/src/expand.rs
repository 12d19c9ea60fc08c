//! From the input to the impl.
//!
//! A `quote!` inside a `quote!` costs a round trip to the compiler for each layer. A crate may
//! derive hundreds of types, and macros are built without optimisation, so what is written for
//! each field appends its tokens to the one stream instead.

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::parse::Parser;
use syn::{DeriveInput, ExprPath, Generics, Member, PathArguments, Type};

use crate::ast::{Body, Field, Input, Method, Variant};
use crate::attr::ContainerAttrs;
use crate::bound;
use crate::errors::{self, Errors};
use crate::path::{self, Krate};
use crate::{fallback, valid};

/// The macro, on tokens that also a test can make.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let mut node: DeriveInput = match syn::parse2(input.clone()) {
        Ok(node) => node,
        Err(error) => {
            let error = errors::readable(error);
            match fallback::header.parse2(input) {
                Ok(node) => {
                    errors.push(error);
                    node
                }
                Err(_) => return error.into_compile_error(),
            }
        }
    };
    valid::strip_param_attrs(&mut node.generics, &mut errors);
    let input = Input::from_syn(&node, &mut errors);
    match errors.into_error() {
        Some(error) => fallback::expand(&node, &input.attrs, &error),
        None => expand(&input),
    }
}

fn expand(input: &Input<'_>) -> TokenStream {
    let head = Head {
        attrs: &input.attrs,
        ident: input.ident,
        generics: input.generics,
        inferred: bound::infer(input),
    };
    let mut body = TokenStream::new();
    let context = Context {
        krate: Krate(&input.attrs),
        py: Ident::new("__py", Span::mixed_site()),
    };
    match &input.body {
        Body::Struct(fields) => {
            body.append(Ident::new("Self", Span::call_site()));
            context.construct(fields, Original::OfSelf, &mut body);
        }
        Body::Enum(variants) if variants.is_empty() => body = quote!(match *self {}),
        Body::Enum(variants) => {
            let mut arms = TokenStream::new();
            for variant in variants {
                context.arm(variant, &mut arms);
            }
            body = quote!(match self { #arms });
        }
    }
    head.with_body(&context.py, body)
}

/// All of the impl but the body of its method.
pub(crate) struct Head<'a> {
    pub(crate) attrs: &'a ContainerAttrs,
    pub(crate) ident: &'a Ident,
    pub(crate) generics: &'a Generics,
    /// The predicates that the fields ask for.
    pub(crate) inferred: TokenStream,
}

impl Head<'_> {
    pub(crate) fn with_body(self, py: impl ToTokens, body: TokenStream) -> TokenStream {
        let krate = Krate(self.attrs);
        let ident = self.ident;
        let (impl_generics, ty_generics, own) = self.generics.split_for_impl();
        let asked = match &self.attrs.bound {
            Some(bound) => bound.to_token_stream(),
            None => self.inferred,
        };
        let clause = if own.is_none() && asked.is_empty() {
            TokenStream::new()
        } else {
            let own = own.iter().flat_map(|clause| &clause.predicates);
            quote!(where #(#own,)* #asked)
        };
        // The user's own bounds and types are repeated: what a lint says of them, it says there.
        let lints = if self.generics.params.is_empty() {
            TokenStream::new()
        } else {
            quote!(
                clippy::trait_duplication_in_bounds,
                clippy::type_repetition_in_bounds
            )
        };
        let body = Group::new(Delimiter::Brace, body);
        quote! {
            #[automatically_derived]
            #[allow(deprecated, unused_qualifications, #lints)]
            impl #impl_generics #krate::GilClone for #ident #ty_generics #clause {
                #[inline]
                fn clone_ref<'__py>(&self, #py: impl #krate::GilToken<'__py>) -> Self #body
            }
        }
    }
}

/// Where the original of a field is.
#[derive(Clone, Copy)]
enum Original {
    /// A field of `self`.
    OfSelf,
    /// Bound by the pattern of an arm.
    Bound,
}

/// What every field's expression names.
struct Context<'a> {
    krate: Krate<'a>,
    py: Ident,
}

impl Context<'_> {
    /// One arm: binds the fields that are read, and builds the variant again.
    fn arm(&self, variant: &Variant<'_>, tokens: &mut TokenStream) {
        let ident = variant.ident;
        let mut bindings = TokenStream::new();
        for field in &variant.fields {
            if !field.is_read() {
                continue;
            }
            field.member.to_tokens(&mut bindings);
            bindings.append(Punct::new(':', Spacing::Alone));
            bindings.append(binding(field));
            bindings.append(Punct::new(',', Spacing::Alone));
        }
        if !variant.fields.iter().all(Field::is_read) {
            bindings.extend(quote!(..));
        }
        tokens.extend(quote!(Self::#ident { #bindings } => Self::#ident));
        self.construct(&variant.fields, Original::Bound, tokens);
        tokens.append(Punct::new(',', Spacing::Alone));
    }

    /// `{ member: value, .. }`
    fn construct(&self, fields: &[Field<'_>], original: Original, tokens: &mut TokenStream) {
        let mut values = TokenStream::new();
        for field in fields {
            field.member.to_tokens(&mut values);
            values.append(Punct::new(':', Spacing::Alone));
            self.value(field, original, &mut values);
            values.append(Punct::new(',', Spacing::Alone));
        }
        tokens.append(Group::new(Delimiter::Brace, values));
    }

    /// The expression that makes the copy of one field.
    fn value(&self, field: &Field<'_>, original: Original, tokens: &mut TokenStream) {
        let mut arguments = TokenStream::new();
        match &field.method {
            Method::GilClone => {
                method_of(field.ty, "clone_ref", tokens, |span, tokens| {
                    self.krate.append("GilClone", span, tokens);
                });
                original.reference(field, &mut arguments);
                arguments.append(Punct::new(',', Spacing::Alone));
                self.py.to_tokens(&mut arguments);
            }
            Method::Clone => {
                method_of(field.ty, "clone", tokens, |span, tokens| {
                    path::absolute(&["core", "clone", "Clone"], span, tokens);
                });
                original.reference(field, &mut arguments);
            }
            Method::Default => {
                method_of(field.ty, "default", tokens, |span, tokens| {
                    path::absolute(&["core", "default", "Default"], span, tokens);
                });
            }
            Method::Copy => return original.value(field, tokens),
            Method::With(path) => return self.with(field, path, original, tokens),
        }
        tokens.append(Group::new(Delimiter::Parenthesis, arguments));
    }

    /// `path(original, token)`, spanned so that an error points at the path or at the field's type.
    fn with(
        &self,
        field: &Field<'_>,
        path: &ExprPath,
        original: Original,
        tokens: &mut TokenStream,
    ) {
        let Context { krate, py } = self;
        let mut reference = TokenStream::new();
        original.reference(field, &mut reference);
        let end = ends_of_tokens(path).1;
        let field = Ident::new("__field", ends(field.ty).0);
        let token = Ident::new("__token", end);
        let arguments = quote_spanned!(end=> (#field, ::core::convert::Into::into(#token)));
        tokens.extend(quote! {
            match (#reference, #krate::GilToken::python(#py)) {
                (#field, #token) => #path #arguments,
            }
        });
    }
}

impl Original {
    fn reference(self, field: &Field<'_>, tokens: &mut TokenStream) {
        match self {
            Original::OfSelf => {
                tokens.append(Punct::new('&', Spacing::Alone));
                self.value(field, tokens);
            }
            Original::Bound => tokens.append(binding(field)),
        }
    }

    fn value(self, field: &Field<'_>, tokens: &mut TokenStream) {
        match self {
            Original::OfSelf => {
                tokens.append(Ident::new("self", Span::call_site()));
                tokens.append(Punct::new('.', Spacing::Alone));
                field.member.to_tokens(tokens);
            }
            Original::Bound => {
                tokens.append(Punct::new('*', Spacing::Alone));
                tokens.append(binding(field));
            }
        }
    }
}

/// The name that a field is bound to in an arm: one that the user's own can't meet.
fn binding(field: &Field<'_>) -> Ident {
    let name = match &field.member {
        Member::Named(ident) => format!("__self_{}", ident.unraw()),
        Member::Unnamed(index) => format!("__self_{}", index.index),
    };
    Ident::new(&name, Span::mixed_site())
}

/// `<Type as Trait>::method`, spanned so that an error points at the whole type and nowhere else.
fn method_of(
    ty: &Type,
    method: &str,
    tokens: &mut TokenStream,
    trait_path: impl FnOnce(Span, &mut TokenStream),
) {
    let (first, last) = ends(ty);
    path::punct('<', first, tokens);
    ty.to_tokens(tokens);
    tokens.append(Ident::new("as", first));
    trait_path(first, tokens);
    path::punct('>', last, tokens);
    path::segment(method, last, tokens);
}

/// The spans of the first and of the last token of a type.
fn ends(ty: &Type) -> (Span, Span) {
    // Nearly all fields: told without asking the compiler for the tokens.
    if let Type::Path(path) = ty {
        if path.qself.is_none() && path.path.leading_colon.is_none() {
            if let (Some(first), Some(last)) =
                (path.path.segments.first(), path.path.segments.last())
            {
                match &last.arguments {
                    PathArguments::None => return (first.ident.span(), last.ident.span()),
                    PathArguments::AngleBracketed(arguments) => {
                        return (first.ident.span(), arguments.gt_token.span);
                    }
                    PathArguments::Parenthesized(_) => {}
                }
            }
        }
    }
    ends_of_tokens(ty)
}

fn ends_of_tokens(tokens: impl ToTokens) -> (Span, Span) {
    let mut tokens = tokens.to_token_stream().into_iter();
    let first = tokens
        .next()
        .map_or_else(Span::call_site, |token| token.span());
    let last = tokens.last().map_or(first, |token| token.span());
    (first, last)
}
