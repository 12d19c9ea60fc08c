//! Predicates: collects the required traits of each type, and writes them as tokens.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

use super::requirement::Requirement;
use crate::ast::Input;
use crate::generics::{Kind, Parameter, is_same};
use crate::runtime::Runtime;
use crate::scan::is_sign;

/// What was asked so far.
pub(super) struct Predicates<'a> {
    pub(super) input: &'a Input,
    /// The type parameters, in their order, and what is asked of them.
    parameters: Vec<(&'a Ident, Requirement)>,
    /// Other types, each with its text, by which it is found again.
    types: Vec<(String, TokenStream, Requirement)>,
}

impl<'a> Predicates<'a> {
    pub(super) fn new(input: &'a Input) -> Self {
        let nothing = Requirement::NOTHING;
        Predicates {
            input,
            parameters: input.generics.types().map(|name| (name, nothing)).collect(),
            types: Vec::new(),
        }
    }

    /// The predicates, each with a comma behind it, in an impl of `derived`.
    pub(super) fn write(&self, derived: &str) -> TokenStream {
        let runtime = Runtime(&self.input.attributes);
        let parameters = self
            .parameters
            .iter()
            .map(|(name, requirement)| requirement.predicate(name, derived, runtime));
        let types = self
            .types
            .iter()
            .map(|(_, ty, requirement)| requirement.predicate(ty, derived, runtime));
        parameters.chain(types).collect()
    }

    /// Asks `requirement` of the type with these tokens.
    pub(super) fn add(&mut self, ty: TokenStream, requirement: Requirement) {
        if !self.is_generic(ty.clone()) || !self.may_stand_in_where(ty.clone()) {
            return;
        }
        if let Ok(name) = syn::parse2::<Ident>(ty.clone()) {
            if self.is_parameter(&name) {
                return self.add_to_parameter(&name, requirement);
            }
        }
        let text = text(ty.clone());
        match self.types.iter_mut().find(|(other, ..)| *other == text) {
            Some((_, _, found)) => found.add(requirement),
            None => self.types.push((text, ty, requirement)),
        }
    }

    pub(super) fn add_to_parameter(&mut self, name: &Ident, requirement: Requirement) {
        for (parameter, found) in &mut self.parameters {
            if is_same(parameter, name) {
                found.add(requirement);
            }
        }
    }

    pub(super) fn add_to_all_parameters(&mut self, requirement: Requirement) {
        for (_, found) in &mut self.parameters {
            found.add(requirement);
        }
    }

    pub(super) fn is_parameter(&self, name: &Ident) -> bool {
        self.parameters
            .iter()
            .any(|(parameter, _)| is_same(parameter, name))
    }

    /// Whether the tokens name a type or const parameter, or `Self`, which stands for all of them.
    pub(super) fn is_generic(&self, tokens: impl IntoIterator<Item = TokenTree>) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(ident) => {
                let is_named = |parameter: &Parameter| {
                    parameter.kind != Kind::Lifetime && is_same(&parameter.ident, &ident)
                };
                ident == "Self" || self.input.generics.parameters.iter().any(is_named)
            }
            TokenTree::Group(group) => self.is_generic(group.stream()),
            TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        })
    }

    /// Whether each lifetime in the type is known outside of it. In `dyn Fn(..)` and after
    /// `for<'a>` there may be lifetimes that are declared there, and elided ones.
    fn may_stand_in_where(&self, tokens: TokenStream) -> bool {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match &token {
                TokenTree::Punct(punct) if punct.as_char() == '\'' => {
                    let is_known = tokens.peek().is_some_and(|name| self.is_lifetime(name));
                    if !is_known {
                        return false;
                    }
                }
                TokenTree::Punct(punct)
                    if punct.as_char() == '&'
                        && !tokens.peek().is_some_and(|next| is_sign(next, '\'')) =>
                {
                    return false;
                }
                TokenTree::Group(group) if !self.may_stand_in_where(group.stream()) => {
                    return false;
                }
                _ => {}
            }
        }
        true
    }

    fn is_lifetime(&self, name: &TokenTree) -> bool {
        let TokenTree::Ident(name) = name else {
            return false;
        };
        name == "static"
            || self.input.generics.parameters.iter().any(|parameter| {
                parameter.kind == Kind::Lifetime && is_same(&parameter.ident, name)
            })
    }

    /// Whether the type's own where clause asks something of this type.
    pub(super) fn is_declared(&self, ty: TokenStream) -> bool {
        let (ty, predicates) = (text(ty), text(self.input.generics.predicates.clone()));
        predicates.match_indices(&ty).any(|(at, _)| {
            let (before, after) = (&predicates[..at], &predicates[at + ty.len()..]);
            let is_whole = before.is_empty() || before.ends_with(", ") || before.ends_with("> ");
            is_whole && after.starts_with(": ") && !after.starts_with(": :")
        })
    }
}

/// The tokens in one line, the same for the same tokens wherever they come from.
fn text(tokens: TokenStream) -> String {
    let mut text = String::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("( ", ") "),
                    Delimiter::Brace => ("{ ", "} "),
                    Delimiter::Bracket => ("[ ", "] "),
                    Delimiter::None => ("", ""),
                };
                text += open;
                text += &self::text(group.stream());
                text += close;
            }
            token => {
                text += &token.to_string();
                text += " ";
            }
        }
    }
    text
}
