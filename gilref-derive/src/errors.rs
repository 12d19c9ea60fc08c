//! The errors of one input, reported together.

use std::fmt::Display;

use quote::ToTokens;
use syn::Error;

/// Collects what is wrong, so that the user sees all of it at the first build.
#[derive(Default)]
pub(crate) struct Errors(Option<Error>);

impl Errors {
    pub(crate) fn push(&mut self, error: Error) {
        match &mut self.0 {
            Some(errors) => errors.combine(error),
            None => self.0 = Some(error),
        }
    }

    /// Adds an error whose caret covers `tokens`.
    pub(crate) fn at(&mut self, tokens: impl ToTokens, message: impl Display) {
        self.push(Error::new_spanned(tokens, message));
    }

    pub(crate) fn into_error(self) -> Option<Error> {
        self.0
    }
}

/// The error of the parser, in words that help. Only array lengths and const arguments hold
/// expressions, and this crate does without the part of syn that reads all of them.
pub(crate) fn readable(error: Error) -> Error {
    if error.to_string().contains("enable syn's features") {
        Error::new(
            error.span(),
            "GilClone's derive can't read this expression; give it a name: `const LEN: usize = ..;`",
        )
    } else {
        error
    }
}
