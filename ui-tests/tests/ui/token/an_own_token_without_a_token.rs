//! A type of one's own is a token if it can return one, and it can only return one that it was given.
//! Twin: `pass/token.rs`, `an_own_type_that_holds_a_token`

use gilref::{GilToken, Python};

#[derive(Clone, Copy)]
struct Context;

impl<'py> GilToken<'py> for Context {
    fn python(self) -> Python<'py> {
        Python::attach(|py| py)
    }
}

fn main() {}
