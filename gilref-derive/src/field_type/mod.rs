//! Field types: the tokens of a field's type, and what can be seen from them alone.

use std::cell::OnceCell;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::buffer::Cursor;
use syn::parse::ParseStream;
use syn::{Error, Ident, Type};

use crate::expressions::Expressions;
use crate::known::{is_map, is_set};
use crate::scan::{is_name, is_sign, take_until};

mod plain;

pub(crate) use plain::without_groups;

/// A type as its tokens. The impl repeats them; only few types are parsed further.
pub(crate) struct FieldType {
    tokens: Vec<TokenTree>,
    /// The type as parsed by syn, without the expressions in it. A path of names is parsed only
    /// when this is asked for.
    tree: OnceCell<Type>,
    expressions: Expressions,
    /// Whether a map or a set is named in a path of names.
    names_map: bool,
    /// Whether the last name in a path of names is one of std's unsized types.
    names_unsized: bool,
}

impl FieldType {
    /// Reads the type up to the comma or the `=` behind it.
    ///
    /// Nearly all types are paths, and syn tries twenty other forms before it reads a path. So only
    /// the other types are given to syn.
    pub(crate) fn parse(input: ParseStream<'_>) -> Result<Self, Error> {
        let mut path = Path::default();
        let is_path = input.step(|cursor| {
            let rest = path.read(*cursor).filter(|rest| ends_field(*rest));
            Ok((rest.is_some(), rest.unwrap_or(*cursor)))
        })?;
        if is_path {
            return Ok(FieldType {
                tokens: path.tokens,
                tree: OnceCell::new(),
                expressions: Expressions::default(),
                names_map: path.names_map,
                names_unsized: path.names_unsized,
            });
        }
        let tokens = take_until(input, |token| is_sign(token, ',') || is_sign(token, '='))?;
        let mut expressions = Expressions::default();
        let tree: Type = syn::parse2(expressions.take_from(tokens.iter().cloned()))?;
        Ok(FieldType {
            tokens,
            tree: OnceCell::from(tree),
            expressions,
            names_map: false,
            names_unsized: false,
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

    /// Whether values of the type are copied without asking for an impl. With an impl of `GilClone`
    /// for `&T`, the compiler would report each missing impl as a confusing type mismatch. An impl
    /// for all function pointers is not possible: arity and lifetimes differ. A primitive needs no
    /// call that the compiler would have to check.
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
        let is_worth_a_look = self.names_map || self.tree.get().is_some();
        is_worth_a_look && plain::is_plain(self.tree(), own) && plain::gains_by_clone(self.tree())
    }

    pub(crate) fn holds_mutable_reference(&self) -> bool {
        self.tree.get().is_some_and(plain::holds_mutable_reference)
    }

    /// Whether there is a `Box<dyn ..>` in the type.
    pub(crate) fn boxes_trait_object(&self) -> bool {
        // A path of names has no `dyn` in it.
        self.tree.get().is_some()
            && self.tokens.windows(3).any(|tokens| {
                matches!(
                    tokens,
                    [TokenTree::Ident(pointer), TokenTree::Punct(open), TokenTree::Ident(keyword)]
                        if pointer == "Box" && open.as_char() == '<' && keyword == "dyn"
                )
            })
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

    /// Whether the type has the name of one of std's unsized types.
    pub(crate) fn may_be_unsized(&self) -> bool {
        match self.tree.get().map(without_groups) {
            None => self.names_unsized && matches!(self.tokens.last(), Some(TokenTree::Ident(_))),
            Some(ty) => plain::has_unsized_name(ty),
        }
    }

    /// Whether the syntax shows that the type is unsized.
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

/// A path of names whose arguments are such paths.
#[derive(Default)]
struct Path {
    tokens: Vec<TokenTree>,
    names_map: bool,
    names_unsized: bool,
}

impl Path {
    /// Returns what follows the path, if there is one.
    fn read<'a>(&mut self, mut cursor: Cursor<'a>) -> Option<Cursor<'a>> {
        loop {
            cursor = self.read_name(cursor)?;
            if let Some(mut rest) = self.read_sign('<', cursor) {
                cursor = loop {
                    rest = self.read(rest)?;
                    match self.read_sign(',', rest) {
                        Some(next) => rest = next,
                        None => break self.read_sign('>', rest)?,
                    }
                };
            }
            match self.read_sign(':', cursor) {
                Some(rest) => cursor = self.read_sign(':', rest)?,
                None => return Some(cursor),
            }
        }
    }

    fn read_name<'a>(&mut self, cursor: Cursor<'a>) -> Option<Cursor<'a>> {
        let (TokenTree::Ident(name), rest) = cursor.token_tree()? else {
            return None;
        };
        let text = name.to_string();
        if !is_name(&text) {
            return None;
        }
        self.names_map |= is_map(&text) || is_set(&text);
        self.names_unsized = plain::is_unsized_name(&text);
        self.tokens.push(name.into());
        Some(rest)
    }

    fn read_sign<'a>(&mut self, sign: char, cursor: Cursor<'a>) -> Option<Cursor<'a>> {
        let (punct, rest) = cursor.punct()?;
        if punct.as_char() != sign {
            return None;
        }
        self.tokens.push(punct.into());
        Some(rest)
    }
}
