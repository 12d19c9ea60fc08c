//! `#[gil_clone(..)]`, as the user typed it.

use std::fmt::Display;

use proc_macro2::{TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Error, Expr, ExprPath, Ident, LitStr, MacroDelimiter, Meta, Path, Token,
    WherePredicate,
};

use crate::ast::Method;
use crate::errors::Errors;

/// The attributes of the type itself.
#[derive(Default)]
pub(crate) struct ContainerAttrs {
    /// `crate = ".."`: where the runtime is found.
    pub(crate) krate: Option<Path>,
    /// There was a `crate` whose value is no path.
    pub(crate) crate_is_wrong: bool,
    /// `bound = ".."`: the predicates in place of the inferred ones.
    pub(crate) bound: Option<Punctuated<WherePredicate, Token![,]>>,
}

/// Where an attribute was found.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Place {
    Container,
    Field,
    Variant,
    Param,
}

/// What can stand in the parentheses.
#[derive(Clone, Copy, PartialEq)]
enum Name {
    Bound,
    Clone,
    Crate,
    Default,
    With,
}

impl Name {
    const ALL: [Name; 5] = [
        Name::Bound,
        Name::Clone,
        Name::Crate,
        Name::Default,
        Name::With,
    ];

    fn as_str(self) -> &'static str {
        match self {
            Name::Bound => "bound",
            Name::Clone => "clone",
            Name::Crate => "crate",
            Name::Default => "default",
            Name::With => "with",
        }
    }

    /// The attribute with the value it takes, if it takes one.
    fn usage(self) -> &'static str {
        match self {
            Name::Bound => "bound = \"T: Trait\"",
            Name::Clone => "clone",
            Name::Crate => "crate = \"path::to::gilref\"",
            Name::Default => "default",
            Name::With => "with = path::to::function",
        }
    }

    fn place(self) -> Place {
        match self {
            Name::Bound | Name::Crate => Place::Container,
            Name::Clone | Name::Default | Name::With => Place::Field,
        }
    }

    fn takes_value(self) -> bool {
        matches!(self, Name::Bound | Name::Crate | Name::With)
    }
}

impl Place {
    fn on(self) -> &'static str {
        match self {
            Place::Container => "on the type",
            Place::Field => "on a field",
            Place::Variant => "on a variant",
            Place::Param => "on a generic parameter",
        }
    }

    /// What may be written here, for those who wrote something else.
    fn takes(self) -> String {
        let usages: Vec<String> = Name::ALL
            .into_iter()
            .filter(|name| name.place() == self)
            .map(|name| format!("`{}`", name.usage()))
            .collect();
        usages.join(" or ")
    }
}

/// Reads the attributes of a type.
pub(crate) fn container(attrs: &[Attribute], errors: &mut Errors) -> ContainerAttrs {
    let mut found = ContainerAttrs::default();
    for argument in arguments(attrs, Place::Container, errors) {
        match argument.name {
            Name::Crate => match argument.string_of(Path::parse_mod_style) {
                Ok(path) => found.krate = Some(path),
                Err(error) => {
                    found.crate_is_wrong = true;
                    errors.push(error);
                }
            },
            Name::Bound => match argument.string_of(Punctuated::parse_terminated) {
                Ok(bound) => found.bound = Some(bound),
                Err(error) => errors.push(error),
            },
            Name::Clone | Name::Default | Name::With => {}
        }
    }
    found
}

/// Reads the attributes of a field; `None` where there are none.
pub(crate) fn field(attrs: &[Attribute], errors: &mut Errors) -> Option<Method> {
    let mut found: Option<(Name, Method)> = None;
    for argument in arguments(attrs, Place::Field, errors) {
        let method = match argument.name {
            Name::Clone => Method::Clone,
            Name::Default => Method::Default,
            Name::With => match argument.path() {
                Ok(path) => Method::With(path),
                Err(error) => {
                    errors.push(error);
                    continue;
                }
            },
            Name::Bound | Name::Crate => continue,
        };
        match &found {
            Some((first, _)) => errors.at(
                &argument.ident,
                format_args!(
                    "`{}` conflicts with `{}`: a field is cloned in one way",
                    argument.name.as_str(),
                    first.as_str(),
                ),
            ),
            None => found = Some((argument.name, method)),
        }
    }
    found.map(|(_, method)| method)
}

/// Reports each `#[gil_clone]` at a place that takes none.
pub(crate) fn refuse(attrs: &[Attribute], place: Place, errors: &mut Errors) {
    for attr in attrs {
        if attr.path().is_ident("gil_clone") {
            errors.at(
                attr,
                format_args!(
                    "`#[gil_clone]` belongs on the type or on a field, not {}",
                    place.on(),
                ),
            );
        }
    }
}

/// One of the things in the parentheses, known and at its place.
struct Argument {
    name: Name,
    ident: Ident,
    /// What stands after the `=`; empty for those that take no value.
    value: TokenStream,
}

/// All arguments of all `#[gil_clone(..)]` of one place, each at most once.
fn arguments(attrs: &[Attribute], place: Place, errors: &mut Errors) -> Vec<Argument> {
    let mut found: Vec<Argument> = Vec::new();
    for attr in attrs {
        if !attr.path().is_ident("gil_clone") {
            continue;
        }
        match &attr.meta {
            Meta::List(list) if matches!(list.delimiter, MacroDelimiter::Paren(_)) => {
                if list.tokens.is_empty() {
                    errors.at(attr, format_args!("expected {}", place.takes()));
                }
            }
            _ => {
                errors.at(
                    attr,
                    format_args!("expected `#[gil_clone(..)]` with {}", place.takes()),
                );
                continue;
            }
        }
        let parsed = attr.parse_args_with(|input: ParseStream<'_>| {
            while !input.is_empty() {
                match Argument::parse(input, place) {
                    Ok(argument) if found.iter().any(|other| other.name == argument.name) => {
                        let name = argument.name.as_str();
                        errors.at(&argument.ident, format_args!("duplicate `{name}`"));
                    }
                    Ok(argument) => found.push(argument),
                    Err(error) => errors.push(error),
                }
                if !input.is_empty() {
                    input.parse::<Token![,]>()?;
                }
            }
            Ok(())
        });
        if let Err(error) = parsed {
            errors.push(error);
        }
    }
    found
}

impl Argument {
    /// Parses up to the comma, whatever stands before it, so that what follows is still checked.
    fn parse(input: ParseStream<'_>, place: Place) -> Result<Self, Error> {
        let tokens = until_comma(input);
        let mut rest = tokens.clone().into_iter();
        let Some(TokenTree::Ident(ident)) = rest.next() else {
            let message = format!("expected {}", place.takes());
            return Err(if tokens.is_empty() {
                input.error(message)
            } else {
                Error::new_spanned(tokens, message)
            });
        };
        let rest: TokenStream = rest.collect();
        let Some(name) = Name::ALL.into_iter().find(|name| ident == name.as_str()) else {
            return Err(unknown(&ident, place));
        };
        if name.place() != place {
            return Err(Error::new_spanned(
                ident,
                format_args!(
                    "`{}` belongs {}, not {}",
                    name.as_str(),
                    name.place().on(),
                    place.on(),
                ),
            ));
        }
        let value = match (name.takes_value(), rest.is_empty()) {
            (false, true) => rest,
            (false, false) => {
                let message = format!("`{}` takes no value", name.as_str());
                return Err(Error::new_spanned(tokens, message));
            }
            (true, _) => match after_equals(rest) {
                Some(value) => value,
                None => {
                    let message = format!(
                        "`{}` needs a value, as in `{}`",
                        name.as_str(),
                        name.usage()
                    );
                    return Err(Error::new_spanned(tokens, message));
                }
            },
        };
        Ok(Argument { name, ident, value })
    }

    /// The value as a path to a function.
    fn path(&self) -> Result<ExprPath, Error> {
        let mut expr = syn::parse2(self.value.clone());
        while let Ok(Expr::Group(group)) = expr {
            expr = Ok(*group.expr);
        }
        match expr {
            Ok(Expr::Path(path)) => Ok(path),
            Ok(Expr::Lit(_)) => Err(self.wrong("takes a path without quotes")),
            _ => Err(self.wrong("takes a path to a function")),
        }
    }

    /// The value as a string, and what `parser` makes of its text.
    fn string_of<F: Parser>(&self, parser: F) -> Result<F::Output, Error> {
        let Ok(string) = syn::parse2::<LitStr>(self.value.clone()) else {
            return Err(self.wrong("takes a string"));
        };
        string
            .parse_with(parser)
            .map_err(|error| self.wrong(format_args!("can't be read ({error})")))
    }

    fn wrong(&self, what: impl Display) -> Error {
        let (name, usage) = (self.name.as_str(), self.name.usage());
        Error::new_spanned(
            &self.value,
            format_args!("`{name}` {what}, as in `{usage}`"),
        )
    }
}

/// Takes the tokens up to a comma that is not inside `<..>`.
fn until_comma(input: ParseStream<'_>) -> TokenStream {
    let mut tokens = TokenStream::new();
    let mut depth = 0_usize;
    let mut after_dash = false;
    while !(input.is_empty() || depth == 0 && input.peek(Token![,])) {
        let Ok(token) = input.parse::<TokenTree>() else {
            break;
        };
        let punct = match &token {
            TokenTree::Punct(punct) => punct.as_char(),
            _ => ' ',
        };
        match punct {
            '<' => depth += 1,
            '>' if !after_dash => depth = depth.saturating_sub(1),
            _ => {}
        }
        after_dash = punct == '-';
        tokens.extend([token]);
    }
    tokens
}

/// What stands after the `=`, if there is one and something stands there.
fn after_equals(tokens: TokenStream) -> Option<TokenStream> {
    let mut tokens = tokens.into_iter();
    match tokens.next() {
        Some(TokenTree::Punct(punct)) if punct.as_char() == '=' => {}
        _ => return None,
    }
    let value: TokenStream = tokens.collect();
    (!value.is_empty()).then_some(value)
}

fn unknown(ident: &Ident, place: Place) -> Error {
    let typed = ident.unraw().to_string();
    let near = Name::ALL
        .into_iter()
        .map(|name| (distance(&typed, name.as_str()), name))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, _)| *distance <= 2);
    let message = match near {
        Some((_, name)) => format!(
            "unknown attribute `{ident}`; did you mean `{}`?",
            name.as_str()
        ),
        None => format!("unknown attribute `{ident}`; expected {}", place.takes()),
    };
    Error::new_spanned(ident, message)
}

/// How many letters must be typed, taken away or changed to come from one word to the other.
fn distance(typed: &str, name: &str) -> usize {
    let mut row: Vec<usize> = (0..=name.len()).collect();
    for (above, from) in typed.to_lowercase().chars().enumerate() {
        let mut diagonal = above;
        row[0] = above + 1;
        for (column, to) in name.chars().enumerate() {
            let changed = diagonal + usize::from(from != to);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[name.len()]
}
