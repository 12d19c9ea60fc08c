//! Doubtful fields: their types have the names of unsized types of std, and may be other types with
//! these names.
//!
//! For an unsized one, the compiler alone would report five errors, and none that says what to write.
//! So the impl assumes that each type is sized, and calls a function that is chosen by what the name
//! stands for.

use std::ptr;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use crate::ast::{Body, Field, Input};
use crate::generics::is_same;
use crate::runtime::Runtime;
use crate::tokens::Tokens;

/// The predicates that assume it, for the fields whose method is called. The compiler checks a predicate
/// with `for<'__a>` only where the impl is used, and not where it is written.
pub(super) fn predicates(input: &Input, is_called: impl Fn(&Field) -> bool) -> TokenStream {
    let mut predicates = TokenStream::new();
    let is_assumed = |field: &&Field| is_called(field) && is_doubtful(field, input);
    if !input.fields().any(|field| is_assumed(&field)) {
        return predicates;
    }
    let runtime = Runtime(&input.attributes);
    let mut assume = |ty: &dyn ToTokens| {
        predicates.extend(quote!(for<'__a> #ty: #runtime::__private::AssumeSized<'__a>,));
    };
    let (ident, arguments) = (&input.ident, input.generics.arguments());
    assume(&quote!(#ident #arguments));
    for field in input.fields().filter(is_assumed) {
        assume(&field.ty);
    }
    predicates
}

pub(super) fn is_doubtful(field: &Field, input: &Input) -> bool {
    field.ty.may_be_unsized() && !begins_with_parameter(field.ty.tokens(), input)
}

/// Whether the type is a parameter, or an associated type of one.
fn begins_with_parameter(ty: &[TokenTree], input: &Input) -> bool {
    let Some(TokenTree::Ident(name)) = ty.first() else {
        return false;
    };
    let mut parameters = input.generics.types();
    parameters.any(|parameter| is_same(parameter, name))
}

/// `<Doubtful<Type, IS_LAST>>::method()(arguments)`, in a block.
pub(super) fn call(
    field: &Field,
    input: &Input,
    method: &str,
    arguments: Tokens,
    tokens: &mut Tokens,
) {
    let runtime = Runtime(&input.attributes);
    let ty = &field.ty;
    // Of an unsized field elsewhere than at the end of a struct, the compiler has an error of its own.
    let is_last = matches!(
        &input.body,
        Body::Struct(fields) if fields.last().is_some_and(|last| ptr::eq(last, field))
    );
    // All tokens of the call have the span of the type, so that an error points there.
    let (first, last) = ty.ends();
    let mut call = Tokens::default();
    call.extend(quote!(use #runtime::__private::SizedField as _;));
    call.sign('<', first);
    runtime.append("__private", first, &mut call);
    call.path(&["Doubtful"], first);
    call.sign('<', first);
    call.extend(ty.tokens().iter().cloned());
    call.sign(',', last);
    call.word(if is_last { "true" } else { "false" }, last);
    call.sign('>', last);
    call.sign('>', last);
    call.path(&[method], last);
    let mut parentheses = Group::new(Delimiter::Parenthesis, TokenStream::new());
    parentheses.set_span(last);
    call.push(parentheses);
    call.group(Delimiter::Parenthesis, arguments);
    tokens.group(Delimiter::Brace, call);
}
