//! Generics: the parameters and the where clause of the deriving type.
//!
//! They are kept as tokens: the impl repeats them, and needs to know no more than the names.

use proc_macro2::{Delimiter, Ident, Punct, Spacing, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Error, GenericParam, Lifetime, Token, WherePredicate};

use crate::expressions::Expressions;
use crate::scan::{is_sign, take_until};

#[derive(Default)]
pub(crate) struct Generics {
    /// The user's own, so that an error in the impl's header points at his type.
    angles: (Token![<], Token![>]),
    pub(crate) parameters: Vec<Parameter>,
    /// The predicates of the where clause, with a comma behind each.
    pub(crate) predicates: TokenStream,
}

pub(crate) struct Parameter {
    pub(crate) kind: Kind,
    /// A lifetime without its apostrophe.
    pub(crate) ident: Ident,
    name: TokenStream,
    /// Without attributes and default: in an impl's header they would mean nothing, or be errors.
    declaration: TokenStream,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    Lifetime,
    Type,
    Const,
}

impl Generics {
    /// `<'a, T: Bound, const N: usize>` with its declarations, or nothing.
    pub(crate) fn declarations(&self) -> Option<TokenStream> {
        let declarations = self.parameters.iter().map(|param| &param.declaration);
        let (open, close) = &self.angles;
        (!self.parameters.is_empty()).then(|| quote!(#open #(#declarations),* #close))
    }

    /// `<'a, T, N>`, or nothing.
    pub(crate) fn arguments(&self) -> Option<TokenStream> {
        let names = self.parameters.iter().map(|param| &param.name);
        let (open, close) = &self.angles;
        (!self.parameters.is_empty()).then(|| quote!(#open #(#names),* #close))
    }

    /// The type parameters.
    pub(crate) fn types(&self) -> impl Iterator<Item = &Ident> {
        self.parameters
            .iter()
            .filter(|parameter| parameter.kind == Kind::Type)
            .map(|parameter| &parameter.ident)
    }

    pub(crate) fn only_lifetimes(&self) -> bool {
        self.parameters
            .iter()
            .all(|parameter| parameter.kind == Kind::Lifetime)
    }

    /// Reads the parameters, if there are any, each by `parameter`.
    pub(crate) fn parse(
        input: ParseStream<'_>,
        mut parameter: impl FnMut(ParseStream<'_>) -> Result<Parameter, Error>,
    ) -> Result<Self, Error> {
        let mut generics = Generics::default();
        if !input.peek(Token![<]) {
            return Ok(generics);
        }
        generics.angles.0 = input.parse()?;
        while !input.peek(Token![>]) {
            generics.parameters.push(parameter(input)?);
            if !input.peek(Token![>]) {
                input.parse::<Token![,]>()?;
            }
        }
        generics.angles.1 = input.parse()?;
        Ok(generics)
    }

    /// Reads the where clause, if there is one.
    pub(crate) fn parse_where(&mut self, input: ParseStream<'_>) -> Result<(), Error> {
        if !input.peek(Token![where]) {
            return Ok(());
        }
        input.parse::<Token![where]>()?;
        let predicates = take_until(input, |token| match token {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            TokenTree::Punct(punct) => punct.as_char() == ';',
            TokenTree::Ident(_) | TokenTree::Literal(_) => false,
        })?;
        let clause = Expressions::default().take_from(predicates.iter().cloned());
        Punctuated::<WherePredicate, Token![,]>::parse_terminated.parse2(clause)?;
        if let Some(last) = predicates.last() {
            let comma = (!is_sign(last, ',')).then(|| Punct::new(',', Spacing::Alone));
            self.predicates.extend(predicates);
            self.predicates.extend(comma.map(TokenTree::from));
        }
        Ok(())
    }
}

impl Parameter {
    /// Reads up to the comma, or to the `>` behind the last.
    pub(crate) fn parse(input: ParseStream<'_>) -> Result<Self, Error> {
        let ahead = input.fork();
        let (kind, ident, name) = if ahead.peek(Lifetime) {
            let lifetime: Lifetime = ahead.parse()?;
            let name = lifetime.to_token_stream();
            (Kind::Lifetime, lifetime.ident, name)
        } else {
            let is_const = ahead.parse::<Option<Token![const]>>()?.is_some();
            let kind = if is_const { Kind::Const } else { Kind::Type };
            let ident: Ident = ahead.parse()?;
            let name = ident.to_token_stream();
            (kind, ident, name)
        };
        let is_end = |token: &TokenTree| is_sign(token, ',') || is_sign(token, '>');
        let declaration = take_until(input, |token| is_end(token) || is_sign(token, '='))?;
        take_until(input, is_end)?;
        let simple = Expressions::default().take_from(declaration.iter().cloned());
        syn::parse2::<GenericParam>(simple)?;
        Ok(Parameter {
            kind,
            ident,
            name,
            declaration: declaration.into_iter().collect(),
        })
    }
}

/// `r#T` and `T` are one name.
pub(crate) fn is_same(left: &Ident, right: &Ident) -> bool {
    let (left, right) = (left.to_string(), right.to_string());
    left.trim_start_matches("r#") == right.trim_start_matches("r#")
}
