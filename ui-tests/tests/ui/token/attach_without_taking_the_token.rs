//! `attach` passes a token to its closure, which takes it even when it does not need it.
//! Twin: `pass/token.rs`, `a_closure_that_ignores_its_token`

use gilref::Python;

fn main() {
    Python::attach(|| println!("attached"));
}
