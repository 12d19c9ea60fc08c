//! Attributes: reads `#[gil_clone(..)]` of a type, of its variants and of its fields, and what the
//! derive must know of `#[repr(..)]` and of PyO3's `#[pyclass(..)]`.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use syn::buffer::Cursor;
use syn::parse::ParseStream;
use syn::parse::discouraged::Speculative;
use syn::{Error, Token};

use crate::ast::{FieldsBy, Method, TypeAttributes};
use crate::errors::Errors;

mod argument;
mod keyword;
mod raw;

use argument::{Argument, arguments};
use keyword::Keyword;
pub(crate) use keyword::Place;
pub(crate) use raw::Attribute;

/// What the attributes of a field say.
#[derive(Default)]
pub(crate) struct FieldAttributes {
    pub(crate) method: Option<Method>,
    pub(crate) bound: Option<TokenStream>,
}

/// Reads the attributes that a derive knows, and skips others: each line of a doc comment is one.
pub(crate) fn parse(input: ParseStream<'_>) -> Result<Vec<Attribute>, Error> {
    let mut known = Vec::new();
    while input.peek(Token![#]) {
        let ahead = input.fork();
        let hash: TokenTree = ahead.parse()?;
        let Some((inside, _, _)) = ahead.cursor().group(Delimiter::Bracket) else {
            return Err(ahead.error("expected square brackets"));
        };
        let bracket: TokenTree = ahead.parse()?;
        input.advance_to(&ahead);
        if let Some((name, content)) = known_name(inside) {
            known.push(Attribute {
                name,
                content: content.token_stream(),
                whole: [hash, bracket].into_iter().collect(),
            });
        }
    }
    Ok(known)
}

/// The name of an attribute that is known, and what follows it. `pyclass` may have a path before
/// it, as in `pyo3::pyclass`.
fn known_name(mut path: Cursor<'_>) -> Option<(Ident, Cursor<'_>)> {
    let mut has_module = false;
    loop {
        let colon = path.punct().filter(|(sign, _)| sign.as_char() == ':');
        if let Some((_, rest)) = colon {
            has_module = true;
            path = rest;
            continue;
        }
        let (name, rest) = path.ident()?;
        if rest.punct().is_none_or(|(sign, _)| sign.as_char() != ':') {
            let is_known = name == "pyclass"
                || !has_module && (name == "gil_clone" || name == "gil_drop" || name == "repr");
            return is_known.then_some((name, rest));
        }
        path = rest;
    }
}

/// Reads the attributes of a type.
pub(crate) fn of_type(attributes: &[Attribute], errors: &mut Errors) -> TypeAttributes {
    let arguments = arguments(attributes, Place::Type, errors);
    let mut found = TypeAttributes {
        packed: words(attributes, "repr").find(|word| word == "packed"),
        class_options: words(attributes, "pyclass").collect(),
        fields: fields_by(&arguments, Place::Type, FieldsBy::GilClone, errors),
        ..TypeAttributes::default()
    };
    for argument in argument::arguments(attributes, Place::DroppedType, errors) {
        match argument.keyword {
            Keyword::Bound => found.drop_bound = errors.take(argument.predicates()),
            _ => found.set_runtime(&argument, errors),
        }
    }
    for argument in arguments {
        match argument.keyword {
            Keyword::Crate => found.set_runtime(&argument, errors),
            Keyword::Bound => found.bound = errors.take(argument.predicates()),
            Keyword::Attach => found.attach = Some(argument.ident),
            Keyword::Clone => found.clone = Some(argument.ident),
            Keyword::FromPyObject => found.from_py_object = Some(argument.ident),
            Keyword::IntoPyObject => found.into_py_object = Some(argument.ident),
            Keyword::CloneRef
            | Keyword::Default
            | Keyword::Fields
            | Keyword::Plain
            | Keyword::With => {}
        }
    }
    found
}

impl TypeAttributes {
    fn set_runtime(&mut self, argument: &Argument, errors: &mut Errors) {
        self.runtime = errors.take(argument.module());
        self.runtime_is_wrong = self.runtime.is_none();
    }
}

/// Whether a field has `#[gil_drop(plain)]`.
pub(crate) fn is_dropped_plainly(attributes: &[Attribute], errors: &mut Errors) -> bool {
    !arguments(attributes, Place::DroppedField, errors).is_empty()
}

/// Reads the attributes of a variant of a type whose fields are cloned in the way of `outer`.
pub(crate) fn of_variant(
    attributes: &[Attribute],
    outer: FieldsBy,
    errors: &mut Errors,
) -> FieldsBy {
    for attribute in attributes {
        if attribute.name == "gil_drop" {
            let message = "`#[gil_drop]` belongs on the type or on a field, not on a variant";
            errors.at(&attribute.whole, message);
        }
    }
    let arguments = arguments(attributes, Place::Variant, errors);
    fields_by(&arguments, Place::Variant, outer, errors)
}

/// How the arguments of a type or a variant let its fields be cloned.
fn fields_by(
    arguments: &[Argument],
    place: Place,
    outer: FieldsBy,
    errors: &mut Errors,
) -> FieldsBy {
    let mut found: Option<(&Argument, FieldsBy)> = None;
    for argument in arguments {
        let by = match argument.keyword {
            Keyword::Clone => FieldsBy::WholeByClone(place.on()),
            Keyword::Fields => errors.take(argument.fields()).unwrap_or(outer),
            _ => continue,
        };
        if let FieldsBy::WholeByClone(place) = outer {
            refuse_below_clone(argument, place, errors);
        } else if let Some((first, _)) = found {
            let first = first.keyword.as_str();
            refuse_second(argument, first, "all fields are cloned in one way", errors);
        } else {
            found = Some((argument, by));
        }
    }
    found.map_or(outer, |(_, by)| by)
}

/// Reads the attributes of a field of a type or a variant whose fields are cloned in the way of
/// `outer`.
pub(crate) fn of_field(
    attributes: &[Attribute],
    outer: FieldsBy,
    errors: &mut Errors,
) -> FieldAttributes {
    let mut found = FieldAttributes::default();
    let mut first: Option<Keyword> = None;
    for argument in arguments(attributes, Place::Field, errors) {
        let method = match argument.keyword {
            _ if matches!(outer, FieldsBy::WholeByClone(_)) => None,
            Keyword::Bound => {
                found.bound = errors.take(argument.predicates());
                continue;
            }
            Keyword::Clone => Some(Method::Clone),
            Keyword::CloneRef => Some(Method::GilClone),
            Keyword::Default if argument.has_value() => errors
                .take(argument.function())
                .map(|path| Method::Default(Some(path))),
            Keyword::Default => Some(Method::Default(None)),
            Keyword::With => errors.take(argument.function()).map(Method::With),
            _ => None,
        };
        match (outer, first) {
            (FieldsBy::WholeByClone(place), _) => refuse_below_clone(&argument, place, errors),
            (_, Some(first)) => {
                let first = first.as_str();
                refuse_second(&argument, first, "a field is cloned in one way", errors);
            }
            (_, None) => {
                found.method = method;
                first = Some(argument.keyword);
            }
        }
    }
    found
}

fn refuse_second(argument: &Argument, first: &str, why: &str, errors: &mut Errors) {
    let second = argument.keyword.as_str();
    errors.at(
        &argument.ident,
        format_args!("`{second}` conflicts with `{first}`: {why}"),
    );
}

fn refuse_below_clone(argument: &Argument, place: &str, errors: &mut Errors) {
    let keyword = argument.keyword.as_str();
    errors.at(
        &argument.ident,
        format_args!(
            "`{keyword}` conflicts with `clone` {place}, which clones all in it by `Clone`; \
             for exceptions, write `fields = clone` there"
        ),
    );
}

/// The words in the parentheses of each attribute of this name. If there is something other than a
/// list, its own macro or the compiler refuses it.
fn words<'a>(attributes: &'a [Attribute], name: &'a str) -> impl Iterator<Item = Ident> + 'a {
    attributes
        .iter()
        .filter(move |attribute| attribute.name == name)
        .flat_map(|attribute| attribute.content.clone())
        .flat_map(|token| match token {
            TokenTree::Group(group) => group.stream(),
            _ => TokenStream::new(),
        })
        .filter_map(|token| match token {
            TokenTree::Ident(word) => Some(word),
            _ => None,
        })
}

/// Reports each `#[gil_clone]` and `#[gil_drop]` at a place that takes none.
pub(crate) fn refuse(attributes: &[Attribute], place: Place, errors: &mut Errors) {
    for attribute in attributes {
        let places = match attribute.name.to_string().as_str() {
            "gil_clone" => "on the type, on a variant or on a field",
            "gil_drop" => "on the type or on a field",
            _ => continue,
        };
        errors.at(
            &attribute.whole,
            format_args!(
                "`#[{}]` belongs {places}, not {}",
                attribute.name,
                place.on()
            ),
        );
    }
}
