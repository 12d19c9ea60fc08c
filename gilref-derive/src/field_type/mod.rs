//! Field types: the tokens of a field's type, and what can be seen from them alone.

use std::cell::OnceCell;

use proc_macro2::{Spacing, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::buffer::Cursor;
use syn::parse::ParseStream;
use syn::{Error, Ident, Type};

use crate::expressions::Expressions;
use crate::scan::{is_sign, take_until};

mod plain;

pub(crate) use plain::without_groups;

/// A type as its tokens: the impl repeats them, and few are looked into.
pub(crate) struct FieldType {
    tokens: Vec<TokenTree>,
    /// What syn makes of them, without the expressions in them; for a path of names, only if it was
    /// asked for.
    tree: OnceCell<Type>,
    expressions: Expressions,
}

impl FieldType {
    /// Reads the type up to the comma or the `=` behind it.
    ///
    /// Nearly all types are paths, and syn tries twenty other beginnings before it reads one. It is
    /// asked for the others only.
    pub(crate) fn parse(input: ParseStream<'_>) -> Result<Self, Error> {
        let mut tokens = Vec::new();
        let is_path = input.step(|cursor| {
            let rest = path(*cursor, &mut tokens).filter(|rest| ends_field(*rest));
            Ok((rest.is_some(), rest.unwrap_or(*cursor)))
        })?;
        if is_path {
            return Ok(FieldType {
                tokens,
                tree: OnceCell::new(),
                expressions: Expressions::default(),
            });
        }
        let tokens = take_until(input, |token| is_sign(token, ',') || is_sign(token, '='))?;
        let mut expressions = Expressions::default();
        let tree: Type = syn::parse2(expressions.take_from(tokens.iter().cloned()))?;
        Ok(FieldType {
            tokens,
            tree: OnceCell::from(tree),
            expressions,
        })
    }

    /// What syn makes of the type; a string stands for each expression in it.
    pub(crate) fn tree(&self) -> &Type {
        self.tree.get_or_init(|| {
            syn::parse2(self.to_token_stream())
                .unwrap_or_else(|_| Type::Verbatim(self.to_token_stream()))
        })
    }

    /// The tokens of a part of the tree, as they were written.
    pub(crate) fn put_back(&self, part: TokenStream) -> TokenStream {
        self.expressions.put_back(part)
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
    ///
    /// `own` is the name of the deriving type, which may be one that std has too.
    pub(crate) fn is_copied(&self, own: &Ident) -> bool {
        match (self.tree.get(), &self.tokens[..]) {
            (None, [TokenTree::Ident(name)]) => plain::is_primitive(&name.to_string()),
            (None, _) => false,
            (Some(tree), _) => plain::is_copied(tree, own),
        }
    }

    /// Whether `Clone` does better than `GilClone`: the type can't hold a Python reference, and has
    /// a map in it, which `GilClone` would build anew, or a reference, for which it has no impl.
    pub(crate) fn is_better_cloned(&self, own: &Ident) -> bool {
        let is_worth_a_look = match self.tree.get() {
            // Only names.
            None => self.tokens.iter().any(plain::names_map),
            Some(_) => true,
        };
        is_worth_a_look && plain::is_plain(self.tree(), own) && plain::gains_by_clone(self.tree())
    }

    pub(crate) fn holds_mutable_reference(&self) -> bool {
        self.tree.get().is_some_and(plain::holds_mutable_reference)
    }

    /// Whether the type is a `Box`, `Arc` or `Rc` of a trait object.
    pub(crate) fn points_to_trait_object(&self) -> bool {
        plain::points_to_trait_object(self.tree())
    }

    pub(crate) fn is_trait_object(&self) -> bool {
        matches!(
            self.tree.get().map(without_groups),
            Some(Type::TraitObject(_))
        )
    }

    /// Whether the type has, by its syntax alone, no size.
    pub(crate) fn is_unsized(&self) -> bool {
        match (self.tree.get().map(without_groups), &self.tokens[..]) {
            (None, [TokenTree::Ident(name)]) => name == "str",
            (Some(Type::TraitObject(_) | Type::Slice(_)), _) => true,
            (Some(Type::Path(path)), _) => path.path.is_ident("str"),
            _ => false,
        }
    }
}

impl ToTokens for FieldType {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.tokens.iter().cloned());
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
