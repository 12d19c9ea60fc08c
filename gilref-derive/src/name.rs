//! The names that `#[gil_clone(..)]` knows, and what to say of others.

use syn::ext::IdentExt;
use syn::{Error, Ident};

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
pub(crate) enum Name {
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

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Name::Bound => "bound",
            Name::Clone => "clone",
            Name::Crate => "crate",
            Name::Default => "default",
            Name::With => "with",
        }
    }

    /// The attribute with the value it takes, if it takes one.
    pub(crate) fn usage(self) -> &'static str {
        match self {
            Name::Bound => "bound = \"T: Trait\"",
            Name::Clone => "clone",
            Name::Crate => "crate = \"path::to::gilref\"",
            Name::Default => "default",
            Name::With => "with = path::to::function",
        }
    }

    pub(crate) fn place(self) -> Place {
        match self {
            Name::Bound | Name::Crate => Place::Container,
            Name::Clone | Name::Default | Name::With => Place::Field,
        }
    }

    pub(crate) fn takes_value(self) -> bool {
        matches!(self, Name::Bound | Name::Crate | Name::With)
    }
}

impl Place {
    pub(crate) fn on(self) -> &'static str {
        match self {
            Place::Container => "on the type",
            Place::Field => "on a field",
            Place::Variant => "on a variant",
            Place::Param => "on a generic parameter",
        }
    }

    /// What may be written here, for those who wrote something else.
    pub(crate) fn takes(self) -> String {
        let usages: Vec<String> = Name::ALL
            .into_iter()
            .filter(|name| name.place() == self)
            .map(|name| format!("`{}`", name.usage()))
            .collect();
        match usages.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("{} or {last}", others.join(", ")),
            None => String::new(),
        }
    }
}

impl Name {
    /// The name that was typed, or an error that says what could have been meant.
    pub(crate) fn of(ident: &Ident, place: Place) -> Result<Self, Error> {
        Name::ALL
            .into_iter()
            .find(|name| ident == name.as_str())
            .ok_or_else(|| unknown(ident, place))
    }
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
