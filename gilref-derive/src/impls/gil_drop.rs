//! `impl GilDrop`: releases a type field by field.

use proc_macro2::{Delimiter, Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Error;

use super::field::{binding, method_of};
use super::{doubtful, header};
use crate::ast::{Body, Field, Input};
use crate::bound;
use crate::derive::Derive;
use crate::errors::Errors;
use crate::runtime::Runtime;
use crate::tokens::Tokens;

/// `#[derive(GilDrop)]`
pub(crate) struct GilDrop;

impl Derive for GilDrop {
    fn check(input: &Input, errors: &mut Errors) {
        if let Body::Union(keyword) = input.body {
            errors.push(Error::new(
                keyword,
                "GilDrop can't be derived for a union: which of its fields to release isn't known",
            ));
        }
        if let Some(tail) = input.unsized_tail() {
            errors.at(
                tail,
                "GilDrop can't be derived for a type with a dynamically sized field: it is released by value",
            );
        }
    }

    fn write(input: &Input) -> TokenStream {
        let writer = Writer {
            input,
            runtime: Runtime(&input.attributes),
            py: Ident::new("__py", Span::mixed_site()),
            here: Span::call_site(),
        };
        let predicates = match &input.attributes.drop_bound {
            Some(bound) => bound.clone(),
            None => bound::infer_released(input, "GilDrop"),
        };
        write_impl(input, predicates, &writer.py, writer.body())
    }

    fn write_stub(input: &Input, body: TokenStream) -> TokenStream {
        write_impl(input, TokenStream::new(), quote!(_), body)
    }
}

fn write_impl(
    input: &Input,
    mut predicates: TokenStream,
    py: impl ToTokens,
    body: impl ToTokens,
) -> TokenStream {
    let runtime = Runtime(&input.attributes);
    // Always: a call would first copy the value onto the stack, which costs a struct of eight references
    // as much again as their decrements.
    let method = quote! {
        #[inline(always)]
        fn drop_ref<'__py>(self, #py: impl #runtime::GilToken<'__py>) { #body }
    };
    predicates.extend(doubtful::predicates(input, Field::is_released));
    header::write(input, quote!(#runtime::GilDrop), predicates, method)
}

/// Writes the body of `drop_ref`.
struct Writer<'a> {
    input: &'a Input,
    runtime: Runtime<'a>,
    py: Ident,
    here: Span,
}

impl Writer<'_> {
    /// Moves the fields that are released out of `self`. What stays is dropped at the end, or when a
    /// field panics.
    fn body(&self) -> TokenStream {
        let input = self.input;
        if !input.fields().any(Field::is_released) {
            return TokenStream::new();
        }
        let check = self.refuse_drop_impl(input);
        let mut body = Tokens::default();
        match &input.body {
            Body::Struct(fields) => {
                body.extend(quote!(let Self));
                self.pattern(fields, &mut body);
                body.extend(quote!(= self;));
                self.release(fields, &mut body);
            }
            Body::Enum(variants) => {
                let mut arms = Tokens::default();
                for variant in variants {
                    let ident = &variant.ident;
                    arms.extend(quote!(Self::#ident));
                    self.pattern(&variant.fields, &mut arms);
                    arms.extend(quote!(=>));
                    let mut released = Tokens::default();
                    self.release(&variant.fields, &mut released);
                    arms.group(Delimiter::Brace, released);
                }
                body.extend(quote!(match self));
                body.group(Delimiter::Brace, arms);
            }
            Body::Union(_) | Body::Unreadable => {}
        }
        quote!(#check #body)
    }

    /// An expression with one clear error where the type has a `Drop` impl: without it, there would
    /// be one for each field.
    fn refuse_drop_impl(&self, input: &Input) -> TokenStream {
        let runtime = self.runtime;
        quote_spanned! {Span::mixed_site().located_at(input.ident.span())=>
            {
                use #runtime::__private::NoDropImpl as _;
                #runtime::__private::refuse_drop_impl::<Self, _>(
                    #runtime::__private::DropImpl::<Self>::QUESTION.answer(),
                );
            }
        }
    }

    /// `{ member: binding, .., }` of the fields that are released.
    fn pattern(&self, fields: &[Field], tokens: &mut Tokens) {
        let mut bindings = Tokens::default();
        for field in fields.iter().filter(|field| field.is_released()) {
            bindings.push(field.member.clone());
            bindings.sign(':', self.here);
            bindings.push(binding(field));
            bindings.sign(',', self.here);
        }
        if !fields.iter().all(Field::is_released) {
            bindings.extend(quote!(..));
        }
        tokens.group(Delimiter::Brace, bindings);
    }

    /// `<Type as GilDrop>::drop_ref(binding, token);` for each field that is released.
    fn release(&self, fields: &[Field], tokens: &mut Tokens) {
        for field in fields.iter().filter(|field| field.is_released()) {
            let mut arguments = Tokens::default();
            arguments.push(binding(field));
            arguments.sign(',', self.here);
            arguments.push(self.py.clone());
            if doubtful::is_doubtful(field, self.input) {
                doubtful::call(field, self.input, "dropping", arguments, tokens);
            } else {
                method_of(&field.ty, "drop_ref", tokens, |span, tokens| {
                    self.runtime.append("GilDrop", span, tokens);
                });
                tokens.group(Delimiter::Parenthesis, arguments);
            }
            tokens.sign(';', self.here);
        }
    }
}
