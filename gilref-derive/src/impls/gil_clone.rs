//! `impl GilClone`: clones a type field by field.

use proc_macro2::{Delimiter, Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::ExprPath;

use super::field::{binding, method_of};
use super::{clone, doubtful, header, py_object};
use crate::ast::{Body, Field, Input, Method, Variant};
use crate::derive::Derive;
use crate::errors::Errors;
use crate::runtime::Runtime;
use crate::tokens::Tokens;
use crate::{bound, valid};

/// `#[derive(GilClone)]`
pub(crate) struct GilClone;

impl Derive for GilClone {
    fn check(input: &Input, errors: &mut Errors) {
        valid::check(input, errors);
        clone::check(input, errors);
        py_object::check(input, errors);
    }

    fn write(input: &Input) -> TokenStream {
        let mut impls = match &input.attributes.clone {
            Some(clone) => write_by_clone(input, clone),
            None => write_by_fields(input),
        };
        write_others(input, &mut impls);
        impls
    }

    fn write_stub(input: &Input, body: TokenStream) -> TokenStream {
        let mut impls = write_impl(input, TokenStream::new(), quote!(_), body);
        write_others(input, &mut impls);
        impls
    }
}

/// Adds the impls that attributes of the type ask for. They call `clone_ref`, and know no field.
fn write_others(input: &Input, impls: &mut TokenStream) {
    impls.extend(clone::write(input));
    impls.extend(py_object::write(input));
}

fn write_by_fields(input: &Input) -> TokenStream {
    let writer = Writer {
        input,
        runtime: Runtime(&input.attributes),
        py: Ident::new("__py", Span::mixed_site()),
        here: Span::call_site(),
    };
    let predicates = bound::infer(input, "GilClone");
    write_impl(input, predicates, &writer.py, writer.body())
}

/// The impl for `#[gil_clone(clone)]` on the type. It asks `Clone` of the type where that may depend
/// on its arguments; elsewhere a missing `Clone` is an error at the attribute.
fn write_by_clone(input: &Input, clone: &Ident) -> TokenStream {
    let predicate = if input.generics.only_lifetimes() {
        TokenStream::new()
    } else {
        quote!(Self: ::core::clone::Clone,)
    };
    // With the position of the attribute, but marked as macro code: lints don't check that.
    let here = Span::call_site().located_at(clone.span());
    let body = quote_spanned!(here=> <Self as ::core::clone::Clone>::clone(self));
    write_impl(input, predicate, quote!(_), body)
}

fn write_impl(
    input: &Input,
    inferred: TokenStream,
    py: impl ToTokens,
    body: impl ToTokens,
) -> TokenStream {
    let runtime = Runtime(&input.attributes);
    let method = quote! {
        #[inline]
        fn clone_ref<'__py>(&self, #py: impl #runtime::GilToken<'__py>) -> Self { #body }
    };
    let mut predicates = input.attributes.bound.clone().unwrap_or(inferred);
    predicates.extend(input.fields().filter_map(|field| field.bound.clone()));
    predicates.extend(doubtful::predicates(input, |field| {
        input.clones_by_method(field)
    }));
    header::write(input, quote!(#runtime::GilClone), predicates, method)
}

/// Where the original of a field is.
#[derive(Clone, Copy)]
enum Original {
    /// A field of `self`.
    OfSelf,
    /// Bound by the pattern of an arm.
    Bound,
}

/// Writes the body of `clone_ref`.
struct Writer<'a> {
    input: &'a Input,
    runtime: Runtime<'a>,
    py: Ident,
    here: Span,
}

impl Writer<'_> {
    fn body(&self) -> TokenStream {
        let mut body = Tokens::default();
        match &self.input.body {
            Body::Struct(fields) => {
                body.word("Self", self.here);
                self.construct(fields, Original::OfSelf, &mut body);
            }
            Body::Enum(variants) if variants.is_empty() => body.extend(quote!(match *self {})),
            // Refused, or cloned as a whole.
            Body::Union(_) | Body::Unreadable => {}
            Body::Enum(variants) => {
                let mut arms = Tokens::default();
                for variant in variants {
                    self.arm(variant, &mut arms);
                }
                body.extend(quote!(match self));
                body.group(Delimiter::Brace, arms);
            }
        }
        body.into_token_stream()
    }

    /// One arm: binds the fields that are read, and builds the variant again.
    fn arm(&self, variant: &Variant, tokens: &mut Tokens) {
        let ident = &variant.ident;
        let mut bindings = Tokens::default();
        for field in &variant.fields {
            if !field.is_read() {
                continue;
            }
            bindings.push(field.member.clone());
            bindings.sign(':', self.here);
            bindings.push(binding(field));
            bindings.sign(',', self.here);
        }
        if !variant.fields.iter().all(Field::is_read) {
            bindings.extend(quote!(..));
        }
        tokens.extend(quote!(Self::#ident { #bindings } => Self::#ident));
        self.construct(&variant.fields, Original::Bound, tokens);
        tokens.sign(',', self.here);
    }

    /// `{ member: value, .. }`
    fn construct(&self, fields: &[Field], original: Original, tokens: &mut Tokens) {
        let mut values = Tokens::default();
        for field in fields {
            values.push(field.member.clone());
            values.sign(':', self.here);
            self.value(field, original, &mut values);
            values.sign(',', self.here);
        }
        tokens.group(Delimiter::Brace, values);
    }

    /// The expression that makes the clone of one field.
    fn value(&self, field: &Field, original: Original, tokens: &mut Tokens) {
        let mut arguments = Tokens::default();
        match &field.method {
            Method::GilClone => {
                self.reference(field, original, &mut arguments);
                arguments.sign(',', self.here);
                arguments.push(self.py.clone());
                if doubtful::is_doubtful(field, self.input) {
                    return doubtful::call(field, self.input, "cloning", arguments, tokens);
                }
                if field.ty.boxes_trait_object() {
                    // The same as `clone_ref`, with another error message where there is no impl.
                    method_of(&field.ty, "gil_clone", tokens, |span, tokens| {
                        self.runtime.append("__private", span, tokens);
                        tokens.path(&["CloneObjects"], span);
                    });
                } else {
                    method_of(&field.ty, "clone_ref", tokens, |span, tokens| {
                        self.runtime.append("GilClone", span, tokens);
                    });
                }
            }
            Method::Clone => {
                method_of(&field.ty, "clone", tokens, |span, tokens| {
                    tokens.path(&["core", "clone", "Clone"], span);
                });
                self.reference(field, original, &mut arguments);
            }
            Method::Default(None) => {
                method_of(&field.ty, "default", tokens, |span, tokens| {
                    tokens.path(&["core", "default", "Default"], span);
                });
            }
            Method::Default(Some(path)) => return self.default(field, path, tokens),
            Method::Copy => return self.original(field, original, tokens),
            Method::With(path) => return self.with(field, path, original, tokens),
        }
        tokens.group(Delimiter::Parenthesis, arguments);
    }

    /// `path(original, token)`, by way of functions that check the types first. The call must not
    /// look like code of the user's: otherwise the compiler would suggest changes to it that
    /// replace what the user wrote.
    fn with(&self, field: &Field, path: &ExprPath, original: Original, tokens: &mut Tokens) {
        let Writer { runtime, py, .. } = self;
        let mut reference = Tokens::default();
        self.reference(field, original, &mut reference);
        let ty = &field.ty;
        let field = Ident::new("__field", Span::mixed_site().located_at(ty.ends().0));
        let function = path
            .path
            .segments
            .last()
            .map_or(self.here, |last| last.ident.span());
        let call = Ident::new("__gilref_call", Span::mixed_site().located_at(function));
        tokens.extend(quote! {
            match #reference {
                #field => {
                    use #runtime::__private::CallWith as _;
                    #runtime::__private::clone_with::<#ty, _, _>(#path).#call(#field, #py)
                }
            }
        });
    }

    /// `path()`
    fn default(&self, field: &Field, path: &ExprPath, tokens: &mut Tokens) {
        let (runtime, ty) = (self.runtime, &field.ty);
        tokens.extend(quote!(#runtime::__private::default_with::<#ty>(#path)));
    }

    fn reference(&self, field: &Field, original: Original, tokens: &mut Tokens) {
        match original {
            Original::OfSelf => {
                tokens.sign('&', self.here);
                self.original(field, original, tokens);
            }
            Original::Bound => tokens.push(binding(field)),
        }
    }

    fn original(&self, field: &Field, original: Original, tokens: &mut Tokens) {
        match original {
            Original::OfSelf => {
                tokens.word("self", self.here);
                tokens.sign('.', self.here);
                tokens.push(field.member.clone());
            }
            Original::Bound => {
                tokens.sign('*', self.here);
                tokens.push(binding(field));
            }
        }
    }
}
