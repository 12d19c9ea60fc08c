//! Nobody makes a token of its fields: they are private.
//! Twin: `pass/token.rs`, `a_token_from_c`

use gilref::Python;
use std::marker::PhantomData;

fn conjure<'py>() -> Python<'py> {
    Python {
        attached: PhantomData,
    }
}

fn main() {}
