//! What is written of a field by each derive: the name that it is bound to, and the call of a trait's method.

use proc_macro2::{Ident, Span, TokenTree};
use syn::ext::IdentExt;

use crate::ast::Field;
use crate::field_type::FieldType;
use crate::tokens::Tokens;

/// The name that a field is bound to in an arm; none of the user's names can be the same.
pub(super) fn binding(field: &Field) -> Ident {
    let name = match &field.member {
        TokenTree::Ident(ident) => format!("__self_{}", ident.unraw()),
        index => format!("__self_{index}"),
    };
    Ident::new(&name, Span::mixed_site())
}

/// `<Type as Trait>::method`, spanned so that an error points at the whole type and nowhere else.
pub(super) fn method_of(
    ty: &FieldType,
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
