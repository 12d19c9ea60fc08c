//! Keywords: the words that `#[gil_clone(..)]` and `#[gil_drop(..)]` know, and the error for any other.

use syn::ext::IdentExt;
use syn::{Error, Ident};

/// Where an attribute stands.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Place {
    Type,
    Variant,
    Field,
    Parameter,
    /// The type, in `#[gil_drop(..)]`.
    DroppedType,
    /// A field, in `#[gil_drop(..)]`.
    DroppedField,
}

/// A word that begins an argument.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Keyword {
    Attach,
    Bound,
    Clone,
    CloneRef,
    Crate,
    Default,
    Fields,
    FromPyObject,
    IntoPyObject,
    Plain,
    With,
}

/// Whether a value follows the keyword, with an example of one.
#[derive(Clone, Copy)]
pub(super) enum Value {
    None,
    Optional(&'static str),
    Required(&'static str),
}

/// How a keyword is written, and where.
struct Syntax {
    keyword: Keyword,
    word: &'static str,
    value: Value,
    places: &'static [Place],
}

/// A new keyword is a line here, and an arm where the arguments of its places are read.
const KEYWORDS: &[Syntax] = &[
    Syntax {
        keyword: Keyword::Attach,
        word: "attach",
        value: Value::None,
        places: &[Place::Type],
    },
    Syntax {
        keyword: Keyword::Bound,
        word: "bound",
        value: Value::Required("\"T: Trait\""),
        places: &[Place::Type, Place::Field, Place::DroppedType],
    },
    Syntax {
        keyword: Keyword::Clone,
        word: "clone",
        value: Value::None,
        places: &[Place::Type, Place::Variant, Place::Field],
    },
    Syntax {
        keyword: Keyword::CloneRef,
        word: "clone_ref",
        value: Value::None,
        places: &[Place::Field],
    },
    Syntax {
        keyword: Keyword::Crate,
        word: "crate",
        value: Value::Required("path::to::gilref"),
        places: &[Place::Type, Place::DroppedType],
    },
    Syntax {
        keyword: Keyword::Default,
        word: "default",
        value: Value::Optional("path::to::function"),
        places: &[Place::Field],
    },
    Syntax {
        keyword: Keyword::Fields,
        word: "fields",
        value: Value::Required("clone"),
        places: &[Place::Type, Place::Variant],
    },
    Syntax {
        keyword: Keyword::FromPyObject,
        word: "from_py_object",
        value: Value::None,
        places: &[Place::Type],
    },
    Syntax {
        keyword: Keyword::IntoPyObject,
        word: "into_py_object",
        value: Value::None,
        places: &[Place::Type],
    },
    Syntax {
        keyword: Keyword::Plain,
        word: "plain",
        value: Value::None,
        places: &[Place::DroppedField],
    },
    Syntax {
        keyword: Keyword::With,
        word: "with",
        value: Value::Required("path::to::function"),
        places: &[Place::Field],
    },
];

impl Keyword {
    /// The keyword that was typed, or an error that says which one was probably meant.
    pub(super) fn of(ident: &Ident, place: Place) -> Result<Self, Error> {
        let syntax = KEYWORDS
            .iter()
            .find(|syntax| ident == syntax.word)
            .ok_or_else(|| unknown(ident, place))?;
        if syntax.places.contains(&place) {
            return Ok(syntax.keyword);
        }
        let places: Vec<_> = syntax
            .places
            .iter()
            .filter(|other| other.attribute() == place.attribute())
            .map(|place| place.on())
            .collect();
        if places.is_empty() {
            return Err(unknown(ident, place));
        }
        Err(Error::new_spanned(
            ident,
            format_args!(
                "`{}` belongs {}, not {}",
                syntax.word,
                alternatives(&places),
                place.on(),
            ),
        ))
    }

    pub(super) fn as_str(self) -> &'static str {
        self.syntax().word
    }

    pub(super) fn value(self) -> Value {
        self.syntax().value
    }

    /// The argument as it is written, with an example of its value if it takes one.
    pub(super) fn usage(self) -> String {
        self.syntax().usage()
    }

    fn syntax(self) -> &'static Syntax {
        KEYWORDS
            .iter()
            .find(|syntax| syntax.keyword == self)
            .expect("each keyword is in the list")
    }
}

impl Syntax {
    fn usage(&self) -> String {
        match self.value {
            Value::None => self.word.to_owned(),
            Value::Optional(value) | Value::Required(value) => format!("{} = {value}", self.word),
        }
    }

    /// For the list of what may stand at a place.
    fn usages(&self) -> String {
        match self.value {
            Value::Optional(_) => format!("`{}`, `{}`", self.word, self.usage()),
            Value::None | Value::Required(_) => format!("`{}`", self.usage()),
        }
    }
}

impl Place {
    pub(super) fn on(self) -> &'static str {
        match self {
            Place::Type | Place::DroppedType => "on the type",
            Place::Variant => "on a variant",
            Place::Field | Place::DroppedField => "on a field",
            Place::Parameter => "on a generic parameter",
        }
    }

    /// The name of the attribute that is read.
    pub(super) fn attribute(self) -> &'static str {
        match self {
            Place::DroppedType | Place::DroppedField => "gil_drop",
            Place::Type | Place::Variant | Place::Field | Place::Parameter => "gil_clone",
        }
    }

    /// The arguments that may stand here, for an error message.
    pub(super) fn takes(self) -> String {
        let usages: Vec<_> = KEYWORDS
            .iter()
            .filter(|syntax| syntax.places.contains(&self))
            .map(Syntax::usages)
            .collect();
        alternatives(&usages)
    }
}

/// `a, b or c`
fn alternatives(items: &[impl AsRef<str>]) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    match items.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

/// Names that other derives have for the same thing.
const SYNONYMS: &[(Keyword, &[&str])] = &[
    (Keyword::Bound, &["bounds", "where", "where_clause"]),
    (Keyword::Clone, &["copy", "plain", "by_clone"]),
    (Keyword::Crate, &["path", "root", "runtime", "gilref"]),
    (
        Keyword::Default,
        &[
            "skip",
            "ignore",
            "fresh",
            "reset",
            "default_value",
            "default_with",
            "new",
            "init",
        ],
    ),
    (Keyword::Fields, &["all", "each", "default_method"]),
    (
        Keyword::With,
        &[
            "clone_with",
            "with_fn",
            "function",
            "func",
            "method",
            "via",
            "using",
            "custom",
        ],
    ),
];

/// What other derives have and gilref does not: a clone has the names and the shape of its original.
const FOREIGN: &[&str] = &[
    "rename",
    "rename_all",
    "alias",
    "flatten",
    "transparent",
    "tag",
    "untagged",
    "into",
    "from",
    "try_from",
    "remote",
    "getter",
    "display",
    "source",
    "debug",
    "eq",
    "hash",
];

fn unknown(ident: &Ident, place: Place) -> Error {
    let typed = ident.unraw().to_string();
    if place.attribute() == "gil_drop" {
        let message = format!("unknown attribute `{ident}`; expected {}", place.takes());
        return Error::new_spanned(ident, message);
    }
    let synonym = SYNONYMS
        .iter()
        .find(|(_, words)| words.contains(&typed.as_str()));
    if let Some((keyword, _)) = synonym {
        let syntax = keyword.syntax();
        let message = format!(
            "unknown attribute `{ident}`; gilref calls it {}",
            syntax.usages().replace(", ", " or ")
        );
        return Error::new_spanned(ident, message);
    }
    if FOREIGN.contains(&typed.as_str()) {
        let message = format!("gilref has no `{ident}`; expected {}", place.takes());
        return Error::new_spanned(ident, message);
    }
    let near = KEYWORDS
        .iter()
        .filter(|syntax| {
            let is_same = |other: &Place| other.attribute() == place.attribute();
            syntax.places.iter().any(is_same)
        })
        .map(|syntax| (distance(&typed, syntax.word), syntax))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, _)| *distance <= 2);
    let message = match near {
        Some((_, syntax)) => format!(
            "unknown attribute `{ident}`; did you mean `{}`?",
            syntax.word
        ),
        None => format!("unknown attribute `{ident}`; expected {}", place.takes()),
    };
    Error::new_spanned(ident, message)
}

/// The edit distance: how many letters must be added, removed or changed to make `typed` a `word`.
fn distance(typed: &str, word: &str) -> usize {
    let mut row: Vec<usize> = (0..=word.len()).collect();
    for (above, from) in typed.to_lowercase().chars().enumerate() {
        let mut diagonal = above;
        row[0] = above + 1;
        for (column, to) in word.chars().enumerate() {
            let changed = diagonal + usize::from(from != to);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[word.len()]
}
