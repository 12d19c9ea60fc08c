//! From the input to the impl.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::ExprPath;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};

use crate::ast::{Body, Field, Input, Method, Variant};
use crate::bound;
use crate::errors::{self, Errors};
use crate::tokens::{Krate, Tokens};
use crate::ty::Ty;
use crate::{fallback, valid};

/// The macro, on tokens that also a test can make.
pub(crate) fn derive(tokens: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let whole = |input: ParseStream<'_>| Input::parse(input, &mut errors);
    let input = match whole.parse2(tokens.clone()) {
        Ok(input) => {
            valid::check(&input, &mut errors);
            input
        }
        Err(error) => {
            let error = errors::readable(error);
            errors = Errors::default();
            errors.push(error.clone());
            let around = |input: ParseStream<'_>| Input::parse_around_fields(input, &mut errors);
            match around.parse2(tokens) {
                Ok(input) => input,
                Err(_) => return error.into_compile_error(),
            }
        }
    };
    match errors.into_error() {
        Some(error) => fallback::expand(&input, &error),
        None => expand(&input),
    }
}

fn expand(input: &Input) -> TokenStream {
    let head = Head {
        input,
        inferred: bound::infer(input),
    };
    let context = Context {
        krate: Krate(&input.attrs),
        py: Ident::new("__py", Span::mixed_site()),
        here: Span::call_site(),
    };
    let mut body = Tokens::default();
    match &input.body {
        Body::Struct(fields) => {
            body.word("Self", context.here);
            context.construct(fields, Original::OfSelf, &mut body);
        }
        Body::Enum(variants) if variants.is_empty() => body.extend(quote!(match *self {})),
        Body::Enum(variants) => {
            let mut arms = Tokens::default();
            for variant in variants {
                context.arm(variant, &mut arms);
            }
            body.extend(quote!(match self));
            body.group(Delimiter::Brace, arms);
        }
    }
    head.with_body(&context.py, body.into_token_stream())
}

/// All of the impl but the body of its method.
pub(crate) struct Head<'a> {
    pub(crate) input: &'a Input,
    /// The predicates that the fields ask for.
    pub(crate) inferred: TokenStream,
}

impl Head<'_> {
    pub(crate) fn with_body(self, py: impl ToTokens, body: TokenStream) -> TokenStream {
        let Input {
            ident,
            generics,
            attrs,
            ..
        } = self.input;
        let krate = Krate(attrs);
        let (impl_generics, ty_generics, own) = generics.split_for_impl();
        let asked = match &attrs.bound {
            Some(bound) => bound.to_token_stream(),
            None => self.inferred,
        };
        let clause = (own.is_some() || !asked.is_empty()).then(|| {
            let own = own.iter().flat_map(|clause| &clause.predicates);
            quote!(where #(#own,)* #asked)
        });
        // The user's own bounds and types are repeated: what a lint says of them, it says there.
        let lints = (!generics.params.is_empty()).then(|| {
            quote!(
                clippy::trait_duplication_in_bounds,
                clippy::type_repetition_in_bounds
            )
        });
        quote! {
            #[automatically_derived]
            #[allow(deprecated, unused_qualifications, #lints)]
            impl #impl_generics #krate::GilClone for #ident #ty_generics #clause {
                #[inline]
                fn clone_ref<'__py>(&self, #py: impl #krate::GilToken<'__py>) -> Self { #body }
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
    here: Span,
}

impl Context<'_> {
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

    /// The expression that makes the copy of one field.
    fn value(&self, field: &Field, original: Original, tokens: &mut Tokens) {
        let mut arguments = Tokens::default();
        match &field.method {
            Method::GilClone => {
                method_of(&field.ty, "clone_ref", tokens, |span, tokens| {
                    self.krate.append("GilClone", span, tokens);
                });
                self.reference(field, original, &mut arguments);
                arguments.sign(',', self.here);
                arguments.push(self.py.clone());
            }
            Method::Clone => {
                method_of(&field.ty, "clone", tokens, |span, tokens| {
                    tokens.path(&["core", "clone", "Clone"], span);
                });
                self.reference(field, original, &mut arguments);
            }
            Method::Default => {
                method_of(&field.ty, "default", tokens, |span, tokens| {
                    tokens.path(&["core", "default", "Default"], span);
                });
            }
            Method::Copy => return self.original(field, original, tokens),
            Method::With(path) => return self.with(field, path, original, tokens),
        }
        tokens.group(Delimiter::Parenthesis, arguments);
    }

    /// `path(original, token)`, spanned so that an error points at the path or at the field's type.
    fn with(&self, field: &Field, path: &ExprPath, original: Original, tokens: &mut Tokens) {
        let Context { krate, py, .. } = self;
        let mut reference = Tokens::default();
        self.reference(field, original, &mut reference);
        let end = ends_of_tokens(path).1;
        let field = Ident::new("__field", field.ty.ends().0);
        let token = Ident::new("__token", end);
        let arguments = quote_spanned!(end=> (#field, ::core::convert::Into::into(#token)));
        tokens.extend(quote! {
            match (#reference, #krate::GilToken::python(#py)) {
                (#field, #token) => #path #arguments,
            }
        });
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

/// The name that a field is bound to in an arm: one that the user's own can't meet.
fn binding(field: &Field) -> Ident {
    let name = match &field.member {
        TokenTree::Ident(ident) => format!("__self_{}", ident.unraw()),
        index => format!("__self_{index}"),
    };
    Ident::new(&name, Span::mixed_site())
}

/// `<Type as Trait>::method`, spanned so that an error points at the whole type and nowhere else.
fn method_of(
    ty: &Ty,
    method: &str,
    tokens: &mut Tokens,
    trait_path: impl FnOnce(Span, &mut Tokens),
) {
    let (first, last) = ty.ends();
    tokens.sign('<', first);
    tokens.extend(ty.tokens().iter().cloned());
    tokens.word("as", first);
    trait_path(first, tokens);
    tokens.sign('>', last);
    tokens.path(&[method], last);
}

fn ends_of_tokens(tokens: impl ToTokens) -> (Span, Span) {
    let mut tokens = tokens.to_token_stream().into_iter();
    let first = tokens
        .next()
        .map_or_else(Span::call_site, |token| token.span());
    let last = tokens.last().map_or(first, |token| token.span());
    (first, last)
}
