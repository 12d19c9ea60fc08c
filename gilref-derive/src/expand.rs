//! From the input to the impl.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{DeriveInput, ExprPath, Generics, Member, Type};

use crate::ast::{Body, Field, Input, Method, Variant};
use crate::attr::ContainerAttrs;
use crate::bound;
use crate::errors::Errors;
use crate::{fallback, valid};

/// The macro, on tokens that also a test can make.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let mut node: DeriveInput = match syn::parse2(input) {
        Ok(node) => node,
        Err(error) => return error.into_compile_error(),
    };
    let mut errors = Errors::default();
    valid::strip_param_attrs(&mut node.generics, &mut errors);
    let input = Input::from_syn(&node, &mut errors);
    match errors.into_error() {
        Some(error) => fallback::expand(&node, &input.attrs, &error),
        None => expand(&input),
    }
}

fn expand(input: &Input<'_>) -> TokenStream {
    let krate = krate(&input.attrs);
    let head = ImplHead {
        attrs: &input.attrs,
        ident: input.ident,
        generics: input.generics,
        inferred: bound::infer(input, &krate),
    };
    let py = local("__py");
    let body = match &input.body {
        Body::Struct(fields) => construct(&quote!(Self), fields, &krate, &py, |field| {
            let member = &field.member;
            match field.method {
                Method::Copy => quote!(self.#member),
                _ => quote!(&self.#member),
            }
        }),
        Body::Enum(variants) if variants.is_empty() => quote!(match *self {}),
        Body::Enum(variants) => {
            let arms = variants.iter().map(|variant| arm(variant, &krate, &py));
            quote!(match self { #(#arms)* })
        }
    };
    head.with_body(&py.into_token_stream(), &body)
}

/// One arm: binds the fields that are read, and builds the variant again.
fn arm(variant: &Variant<'_>, krate: &TokenStream, py: &Ident) -> TokenStream {
    let ident = variant.ident;
    let path = quote!(Self::#ident);
    let read = variant.fields.iter().filter(|field| field.is_read());
    let bindings = read.map(|field| {
        let member = &field.member;
        let binding = binding(field);
        quote!(#member: #binding,)
    });
    let value = construct(&path, &variant.fields, krate, py, |field| {
        let binding = binding(field);
        match field.method {
            Method::Copy => quote!(*#binding),
            _ => quote!(#binding),
        }
    });
    quote!(#path { #(#bindings)* .. } => #value,)
}

/// `path { member: value, .. }`, where `original` gives the original of a field: by reference,
/// or by value where it is copied.
fn construct(
    path: &TokenStream,
    fields: &[Field<'_>],
    krate: &TokenStream,
    py: &Ident,
    original: impl Fn(&Field<'_>) -> TokenStream,
) -> TokenStream {
    let members = fields.iter().map(|field| &field.member);
    let values = fields
        .iter()
        .map(|field| value(field, krate, py, &original(field)));
    quote!(#path { #(#members: #values,)* })
}

/// The expression that makes the copy of one field.
fn value(
    field: &Field<'_>,
    krate: &TokenStream,
    py: &Ident,
    original: &TokenStream,
) -> TokenStream {
    match &field.method {
        Method::GilClone => {
            let call = call(field.ty, &quote!(#krate::GilClone), "clone_ref");
            quote!(#call(#original, #py))
        }
        Method::Copy => original.clone(),
        Method::Clone => {
            let call = call(field.ty, &quote!(::core::clone::Clone), "clone");
            quote!(#call(#original))
        }
        Method::With(path) => with(field.ty, path, krate, py, original),
        Method::Default => {
            let call = call(field.ty, &quote!(::core::default::Default), "default");
            quote!(#call())
        }
    }
}

/// `<Type as Trait>::method`, spanned so that an error points at the whole type and nowhere else.
fn call(ty: &Type, trait_path: &TokenStream, method: &str) -> TokenStream {
    let (first, last) = ends(ty);
    let trait_path = respan(trait_path, first);
    let open = quote_spanned!(first=> <);
    let method = Ident::new(method, last);
    let close = quote_spanned!(last=> >::#method);
    quote!(#open #ty as #trait_path #close)
}

/// `path(original, token)`, spanned so that an error points at the path or at the field's type.
fn with(
    ty: &Type,
    path: &ExprPath,
    krate: &TokenStream,
    py: &Ident,
    original: &TokenStream,
) -> TokenStream {
    let (_, last) = ends(path);
    let field = Ident::new("__field", ends(ty).0);
    let token = Ident::new("__token", last);
    let arguments = quote_spanned!(last=> (#field, ::core::convert::Into::into(#token)));
    quote! {
        match (#original, #krate::GilToken::python(#py)) {
            (#field, #token) => #path #arguments,
        }
    }
}

/// The spans of the first and of the last token.
fn ends(tokens: impl ToTokens) -> (Span, Span) {
    let mut tokens = tokens.to_token_stream().into_iter();
    let first = tokens
        .next()
        .map_or_else(Span::call_site, |token| token.span());
    let last = tokens.last().map_or(first, |token| token.span());
    (first, last)
}

fn respan(tokens: &TokenStream, span: Span) -> TokenStream {
    tokens
        .clone()
        .into_iter()
        .map(|mut token| {
            token.set_span(span);
            token
        })
        .collect()
}

/// The name that a field is bound to in an arm.
fn binding(field: &Field<'_>) -> Ident {
    match &field.member {
        Member::Named(ident) => local(&format!("__self_{}", ident.unraw())),
        Member::Unnamed(index) => local(&format!("__self_{}", index.index)),
    }
}

/// A name that the user's own names can't meet.
fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

/// The path of the runtime crate.
pub(crate) fn krate(attrs: &ContainerAttrs) -> TokenStream {
    match &attrs.krate {
        Some(path) => path.to_token_stream(),
        None => quote!(::gilref),
    }
}

/// All of the impl but the body of its method.
pub(crate) struct ImplHead<'a> {
    pub(crate) attrs: &'a ContainerAttrs,
    pub(crate) ident: &'a Ident,
    pub(crate) generics: &'a Generics,
    /// The predicates that the fields ask for.
    pub(crate) inferred: TokenStream,
}

impl ImplHead<'_> {
    pub(crate) fn with_body(&self, py: &TokenStream, body: &TokenStream) -> TokenStream {
        let krate = krate(&self.attrs);
        let ident = self.ident;
        let (impl_generics, ty_generics, where_clause) = self.generics.split_for_impl();
        let own = where_clause.iter().flat_map(|clause| &clause.predicates);
        let asked = match &self.attrs.bound {
            Some(bound) => bound.to_token_stream(),
            None => self.inferred.clone(),
        };
        quote! {
            #[automatically_derived]
            #[allow(
                deprecated,
                unused_qualifications,
                clippy::trait_duplication_in_bounds,
                clippy::type_repetition_in_bounds,
                clippy::use_self,
            )]
            impl #impl_generics #krate::GilClone for #ident #ty_generics
            where
                #(#own,)*
                #asked
            {
                #[inline]
                fn clone_ref<'__py>(&self, #py: impl #krate::GilToken<'__py>) -> Self {
                    #body
                }
            }
        }
    }
}
