//! No attachment lasts for ever: a token is never `Python<'static>`.
//! Twin: `pass/lifetimes.rs`, `a_struct_that_holds_a_token`

use gilref::Python;

struct Interpreter {
    py: Python<'static>,
}

fn main() {
    Python::attach(|py| {
        let _kept = Interpreter { py };
    });
}
