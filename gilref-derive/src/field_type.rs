//! Field types: the tokens of a field's type, and what can be seen from them alone.

use std::cell::OnceCell;

use proc_macro2::{Spacing, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::buffer::Cursor;
use syn::parse::{Parse, ParseStream};
use syn::{Error, GenericArgument, Ident, PathArguments, PathSegment, Type};

/// A type as its tokens: the impl repeats them, and few are looked into.
pub(crate) struct FieldType {
    tokens: Vec<TokenTree>,
    /// What syn makes of them; for a path of names, only if it was asked for.
    tree: OnceCell<Type>,
}

impl Parse for FieldType {
    /// Nearly all types are paths, and syn tries twenty other beginnings before it reads one. It
    /// is asked for the others only.
    fn parse(input: ParseStream<'_>) -> Result<Self, Error> {
        let mut tokens = Vec::new();
        let is_path = input.step(|cursor| {
            let rest = path(*cursor, &mut tokens).filter(|rest| ends_field(*rest));
            Ok((rest.is_some(), rest.unwrap_or(*cursor)))
        })?;
        if is_path {
            return Ok(FieldType {
                tokens,
                tree: OnceCell::new(),
            });
        }
        let tree = Type::parse(input)?;
        Ok(FieldType {
            tokens: tree.to_token_stream().into_iter().collect(),
            tree: OnceCell::from(tree),
        })
    }
}

fn ends_field(cursor: Cursor<'_>) -> bool {
    match cursor.punct() {
        Some((sign, _)) => sign.as_char() == ',',
        None => cursor.eof(),
    }
}

/// Reads a path of names whose arguments are such paths.
fn path<'a>(mut cursor: Cursor<'a>, tokens: &mut Vec<TokenTree>) -> Option<Cursor<'a>> {
    loop {
        cursor = name(cursor, tokens)?;
        if let Some(mut rest) = sign("<", cursor, tokens) {
            cursor = loop {
                rest = path(rest, tokens)?;
                match sign(",", rest, tokens) {
                    Some(next) => rest = next,
                    None => break sign(">", rest, tokens)?,
                }
            };
        }
        match sign("::", cursor, tokens) {
            Some(rest) => cursor = rest,
            None => return Some(cursor),
        }
    }
}

fn name<'a>(cursor: Cursor<'a>, tokens: &mut Vec<TokenTree>) -> Option<Cursor<'a>> {
    match cursor.token_tree() {
        Some((TokenTree::Ident(name), rest)) if is_name(&name) => {
            tokens.push(name.into());
            Some(rest)
        }
        _ => None,
    }
}

fn sign<'a>(sign: &str, mut cursor: Cursor<'a>, tokens: &mut Vec<TokenTree>) -> Option<Cursor<'a>> {
    let mut signs = sign.chars();
    while let Some(sign) = signs.next() {
        match cursor.token_tree() {
            Some((TokenTree::Punct(punct), rest))
                if punct.as_char() == sign
                    && (signs.as_str().is_empty() || punct.spacing() == Spacing::Joint) =>
            {
                tokens.push(punct.into());
                cursor = rest;
            }
            _ => return None,
        }
    }
    Some(cursor)
}

/// Whether this is a name, not a keyword. Only the keyword `Self` has a capital, and it is a type.
fn is_name(ident: &Ident) -> bool {
    let text = ident.to_string();
    if text.starts_with(|first: char| first.is_ascii_uppercase()) {
        return true;
    }
    #[rustfmt::skip]
    let is_keyword = matches!(
        text.as_str(),
        "_" | "abstract" | "as" | "async" | "await" | "become" | "box" | "break" | "const"
            | "continue" | "crate" | "do" | "dyn" | "else" | "enum" | "extern" | "false" | "final"
            | "fn" | "for" | "if" | "impl" | "in" | "let" | "loop" | "macro" | "match" | "mod"
            | "move" | "mut" | "override" | "priv" | "pub" | "ref" | "return" | "self" | "static"
            | "struct" | "super" | "trait" | "true" | "try" | "type" | "typeof" | "unsafe"
            | "unsized" | "use" | "virtual" | "where" | "while" | "yield"
    );
    !is_keyword
}

impl FieldType {
    /// What syn makes of the type.
    pub(crate) fn tree(&self) -> &Type {
        self.tree.get_or_init(|| {
            syn::parse2(self.to_token_stream())
                .unwrap_or_else(|_| Type::Verbatim(self.to_token_stream()))
        })
    }

    pub(crate) fn tokens(&self) -> &[TokenTree] {
        &self.tokens
    }

    /// The spans of the first and of the last token.
    pub(crate) fn ends(&self) -> (Span, Span) {
        match &self.tokens[..] {
            [] => (Span::call_site(), Span::call_site()),
            [first, .., last] => (first.span(), last.span()),
            [one] => (one.span(), one.span()),
        }
    }

    /// Whether values of the type are copied without asking for an impl. A blanket impl of
    /// `GilClone` for `&T` would turn each missing impl into a baffling mismatch, function pointers
    /// can't have one over their arity and lifetimes, and a primitive needs no call to check.
    pub(crate) fn is_copied(&self) -> bool {
        match self.tree_if_parsed() {
            _ if self.is_name(is_primitive) => true,
            Some(Type::Reference(reference)) => reference.mutability.is_none(),
            Some(Type::Ptr(_) | Type::FnPtr(_)) => true,
            Some(Type::Path(path)) if path.qself.is_none() => {
                path.path.segments.last().is_some_and(is_option_of_function)
            }
            _ => false,
        }
    }

    pub(crate) fn is_mutable_reference(&self) -> bool {
        matches!(self.tree_if_parsed(), Some(Type::Reference(reference)) if reference.mutability.is_some())
    }

    pub(crate) fn is_trait_object(&self) -> bool {
        matches!(self.tree_if_parsed(), Some(Type::TraitObject(_)))
    }

    /// Whether the type has, by its syntax alone, no size.
    pub(crate) fn is_unsized(&self) -> bool {
        self.is_trait_object()
            || matches!(self.tree_if_parsed(), Some(Type::Slice(_)))
            || self.is_name(|name| name == "str")
    }

    fn tree_if_parsed(&self) -> Option<&Type> {
        self.tree.get().map(without_groups)
    }

    /// Whether the type is one name, and one that is looked for.
    fn is_name(&self, looked_for: fn(&str) -> bool) -> bool {
        match (self.tree_if_parsed(), &self.tokens[..]) {
            (None, [TokenTree::Ident(name)]) => looked_for(&name.to_string()),
            (Some(Type::Path(path)), _) => path
                .path
                .get_ident()
                .is_some_and(|name| looked_for(&name.to_string())),
            _ => false,
        }
    }
}

impl ToTokens for FieldType {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.tokens.iter().cloned());
    }
}

fn is_option_of_function(segment: &PathSegment) -> bool {
    match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => match arguments.args.first() {
            Some(GenericArgument::Type(ty)) => {
                matches!(without_groups(ty), Type::FnPtr(_)) && segment.ident == "Option"
            }
            _ => false,
        },
        PathArguments::None | PathArguments::Parenthesized(_) => false,
    }
}

fn is_primitive(name: &str) -> bool {
    #[rustfmt::skip]
    let found = matches!(
        name,
        "bool" | "char" | "f32" | "f64"
            | "i8" | "i16" | "i32" | "i64" | "i128" | "isize"
            | "u8" | "u16" | "u32" | "u64" | "u128" | "usize"
    );
    found
}

/// The type without parentheses and without the invisible groups of `macro_rules!`.
pub(crate) fn without_groups(mut ty: &Type) -> &Type {
    loop {
        ty = match ty {
            Type::Group(group) => &group.elem,
            Type::Paren(paren) => &paren.elem,
            _ => return ty,
        };
    }
}
