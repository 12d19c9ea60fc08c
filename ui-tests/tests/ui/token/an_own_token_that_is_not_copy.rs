//! A token is used many times, and so is `Copy`.
//! Twin: `pass/token.rs`, `an_own_type_that_holds_a_token`

use gilref::{GilToken, Python};

struct Context<'py> {
    py: Python<'py>,
}

impl<'py> GilToken<'py> for Context<'py> {
    fn python(self) -> Python<'py> {
        self.py
    }
}

fn main() {}
